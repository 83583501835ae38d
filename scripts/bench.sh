#!/usr/bin/env bash
# Measures the packaged server beside its peers and prints whether each promise holds.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/common.sh"

home=$(find_java 17 99 javac) || die "no JDK 17 or newer found" \
  "looked at JAVA_HOME, PATH and /usr/lib/jvm" "install one (Debian: apt install openjdk-17-jdk-headless) or set JAVA_HOME"
bench=$PROPOLIS_ROOT/bench/target
run() {
  "$home/bin/java" -Dslf4j.internal.verbosity=ERROR -cp "$bench/classes:$(cat "$bench/class-path.txt")" \
    -Dpropolis.bench.root="$PROPOLIS_ROOT" -Dpropolis.bench.cache="$data" \
    io.propolis.bench.Main "$@"
}

"$PROPOLIS_ROOT/scripts/build.sh"
# Jars of the server newer than our classes mean that the benchmarks may not fit it any more.
if ! [ -f "$bench/class-path.txt" ] || [ -n "$(find "$PROPOLIS_ROOT/bench/src/main" "$PROPOLIS_ROOT/bench/pom.xml" \
  "$PROPOLIS_ROOT/target/propolis.built" -newer "$bench/class-path.txt" -print | head -n 1)" ]; then
  step "building the benchmarks"
  (cd "$PROPOLIS_ROOT" && JAVA_HOME=$home mvn -B -ntp -q -Dstyle.color=never -pl bench -am package -DskipTests -Dspotless.check.skip=true)
  touch "$bench/class-path.txt"
fi

make_cache
data=${PROPOLIS_BENCH_DATA:-$CACHE/bench}
# PostgreSQL refuses root, and the account it runs under instead cannot enter root's home.
if [ "$(id -u)" = 0 ] && [ -z "${PROPOLIS_BENCH_DATA:-}" ]; then
  data=/var/tmp/propolis-bench
fi
# The servers that are measured refuse variables that are not theirs.
unset PROPOLIS_BENCH_DATA
mkdir -p "$data"
case " $* " in
  *" --help "* | *" -h "* | *" --list "*) run "$@" ;;
  *) with_lock bench run "$@" ;;
esac
