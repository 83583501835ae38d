#!/usr/bin/env bash
# Measures the packaged server and prints whether each promise holds.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/common.sh"

"$PROPOLIS_ROOT/scripts/build.sh"
home=$(find_java 17 99 javac) || die "no JDK 17 or newer found" \
  "looked at JAVA_HOME, PATH and /usr/lib/jvm" "install one (Debian: apt install openjdk-17-jdk-headless) or set JAVA_HOME"
step "building the benchmarks"
(cd "$PROPOLIS_ROOT" && JAVA_HOME=$home mvn -B -ntp -q -Dstyle.color=never -pl bench -am package -DskipTests -Dspotless.check.skip=true)
bench=$PROPOLIS_ROOT/bench/target
exec "$home/bin/java" -Dslf4j.internal.verbosity=ERROR -cp "$bench/classes:$(cat "$bench/class-path.txt")" io.propolis.bench.Main \
  --launcher "$PROPOLIS_ROOT/propolis" "$@"
