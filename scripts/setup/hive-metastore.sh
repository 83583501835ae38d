#!/usr/bin/env bash
# Lays out a published Apache Hive Metastore in the cache, with the Hadoop classes and JDBC drivers it needs, and prints
# its folder: the benchmarks measure beside it. Nothing is done when it is there. A run that was cut off is continued by
# the next one.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

VERSION=${1:-}
NEEDED_MIB=600 # Maven's copies and the unpacked one

case $VERSION in
  4.0.1) artifact=hive-standalone-metastore-server size=160 ;;
  3.1.3) artifact=hive-standalone-metastore size=110 ;;
  --help | -h)
    say "usage: scripts/setup/hive-metastore.sh 4.0.1|3.1.3   prints the folder of that Apache Hive Metastore, fetching it first if need be"
    exit 0
    ;;
  *) die "no version '$VERSION' of Apache Hive Metastore is known here" "" "give 4.0.1 or 3.1.3" ;;
esac
FOLDER=$CACHE/hive-metastore-$VERSION
# Written last, and with what it was made from: a folder without it is unfinished, or older than its recipe.
DONE=$FOLDER/.complete
recipe() { cksum <"$PROPOLIS_ROOT/bench/peers/pom.xml"; }
complete() { [ -f "$DONE" ] && [ "$(cat "$DONE")" = "$(recipe)" ]; }

# A subshell, so that its trap clears up after Ctrl-C too.
install() (
  ! complete || return 0 # somebody else finished it while we waited for the lock
  started=$SECONDS log=$CACHE/hive-metastore-$VERSION.log
  home=$(find_java 17 99) || die "no Java 17 or newer found" \
    "looked at JAVA_HOME, PATH and /usr/lib/jvm" "install one (Debian: apt install openjdk-17-jdk-headless) or set JAVA_HOME"
  command -v mvn >/dev/null 2>&1 || die "Maven is not installed" "there is no mvn on the PATH" \
    "install Maven 3.8 or newer (Debian: apt install maven)"
  free=$(df -Pm "$CACHE" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$NEEDED_MIB" ] || die \
    "not enough room in $CACHE for Apache Hive Metastore $VERSION" \
    "$free MiB are free, $NEEDED_MIB MiB are needed while it is installed" \
    "free some, or set PROPOLIS_CACHE to a folder on another disk"
  step "Apache Hive Metastore $VERSION (about $size MiB to download, once; kept in $CACHE)"
  rm -rf "${FOLDER:?}"
  : >"$log"
  tell_of "$log" "$BASHPID" >&2 &
  teller=$!
  trap 'kill "$teller" 2>/dev/null' EXIT
  # What Maven has fetched stays in its own cache when it is cut off.
  if ! JAVA_HOME=$home mvn -B -Dstyle.color=never -f "$PROPOLIS_ROOT/bench/peers/pom.xml" \
    -Dpeer.artifact="$artifact" -Dpeer.version="$VERSION" -Dpeer.folder="$FOLDER" \
    -Dspotless.check.skip=true package >"$log" 2>&1; then
    grep -m 10 '^\[ERROR\]' "$log" >&2 || tail -n 10 "$log" >&2
    die "Apache Hive Metastore $VERSION could not be fetched" "Maven's own words are above, the rest is in $log" \
      "check the network and run the same command again"
  fi
  # The distribution lies in a folder of its own within the archive.
  mv "$FOLDER"/apache-hive-metastore-*/* "$FOLDER"
  ls "$FOLDER"/lib/hive-standalone-metastore-*.jar >/dev/null 2>&1 || die \
    "Apache Hive Metastore $VERSION was unpacked without its jar" "" "delete $FOLDER and try again"
  recipe >"$DONE"
  say "Apache Hive Metastore $VERSION is ready after $((SECONDS - started)) s"
)

complete || with_lock "hive-metastore-$VERSION" install
printf '%s\n' "$FOLDER"
