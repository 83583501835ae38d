#!/usr/bin/env bash
# Builds the server's distribution with Maven if a source is newer than the last build. Says nothing when there is
# nothing to do.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/common.sh"

LIB=$PROPOLIS_ROOT/metastore-server/server/target/propolis/lib
STAMP=$PROPOLIS_ROOT/target/propolis.built
LOG=$PROPOLIS_ROOT/target/build.log

case ${1:-} in
  "") ;;
  -h | --help)
    echo "usage: ./propolis build   builds the server into ${LIB#"$PROPOLIS_ROOT"/} if a source is newer than the last build"
    exit 0
    ;;
  *) unknown_option "./propolis build" "$1" --help ;;
esac

# Folders count too: a deleted file leaves its mark only there.
changed_sources() {
  find "$PROPOLIS_ROOT" -name target -prune -o -name '.*' -prune -o -path '*/src/test' -prune -o \
    \( -path '*/src/main*' -o -name pom.xml \) -newer "$STAMP" -print 2>/dev/null | head -n 1
}
up_to_date() { [ -f "$STAMP" ] && ls "$LIB"/*.jar >/dev/null 2>&1 && [ -z "$(changed_sources)" ]; }

show_progress() {
  sed -n -u -e 's/^\[INFO\] Building \(.*[^ ]\) \{1,\}[^ ]\{1,\} *\[\([0-9]*\/[0-9]*\)\]$/  \2  \1/' \
    -e 's/^  \([0-9]\/\)/   \1/' -e '/^  *[0-9]*\/[0-9]*  /p' >&2
}

build() {
  ! up_to_date || return 0
  # Here, because a subshell does not inherit it: Maven reports Ctrl-C as a failure of its own.
  trap 'exit 130' INT
  local home
  home=$(find_java 17 99 javac) || die "no JDK 17 or newer found" \
    "looked at JAVA_HOME, PATH and /usr/lib/jvm for a home with bin/javac" \
    "install one (Debian: apt install openjdk-17-jdk-headless) or set JAVA_HOME"
  command -v mvn >/dev/null 2>&1 || die "Maven is not installed" "there is no mvn on the PATH" \
    "install Maven 3.8 or newer (Debian: apt install maven)"
  step "building Propolis (the first time Maven downloads its libraries, which takes a few minutes)"
  mkdir -p "${STAMP%/*}"
  # Taken before the build: what is edited while it runs is built the next time.
  touch "$STAMP.new"
  if ! (cd "$PROPOLIS_ROOT" && JAVA_HOME=$home mvn -B -ntp -pl metastore-server/server -am package \
    -DskipTests -Dspotless.check.skip=true) 2>&1 | tee "$LOG" | show_progress; then
    grep -m 25 '^\[ERROR\]' "$LOG" >&2 || tail -n 25 "$LOG" >&2
    die "the build failed" "Maven's errors are above, everything it said is in $LOG" "correct the sources and run the same command again"
  fi
  ls "$LIB"/*.jar >/dev/null 2>&1 || die "the build left no jars in $LIB" "Maven said that it succeeded; see $LOG" "run mvn clean and try again"
  mv "$STAMP.new" "$STAMP"
}

up_to_date || with_lock "build-$(printf '%s' "$PROPOLIS_ROOT" | cksum | cut -d ' ' -f 1)" build
