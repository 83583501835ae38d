#!/usr/bin/env bash
# Makes the cached virtual environment with PySpark that jobs, tests and the demo run on, and prints its SPARK_HOME.
# Nothing is done when it is there. A run that was cut off is continued by the next one. SPARK_HOME, when set, wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

VERSION=4.1.1
VENV=$CACHE/venv-pyspark-$VERSION
DONE=$VENV/.complete # written last: a folder without it is unfinished
NEEDED_MIB=2500      # sdist, its unpacked copy and the installed files at the same time

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/pyspark.sh   prints the SPARK_HOME of PySpark $VERSION, installing it first if need be"
  exit 0
fi

spark_home() { "$VENV/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'; }

install() {
  [ ! -f "$DONE" ] || return 0 # somebody else finished it while we waited for the lock
  local python free started=$SECONDS
  python=$(find_python 10) || { apt_install python3 python3-venv && python=$(find_python 10); } || die \
    "PySpark $VERSION needs Python 3.10 or newer" \
    "none of python3.13, 3.12, 3.11, 3.10, python3 is: $(python3 --version 2>&1 || true)" \
    "install Python 3.10 or newer, or set PYSPARK_PYTHON or SPARK_HOME"
  free=$(df -Pm "$CACHE" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$NEEDED_MIB" ] || die \
    "not enough room in $CACHE for PySpark $VERSION" \
    "$free MiB are free, $NEEDED_MIB MiB are needed while it is installed" \
    "free some, or set PROPOLIS_CACHE to a folder on another disk"
  step "PySpark $VERSION with $python (434 MiB to download, once; kept in $CACHE)"
  make_venv "$VENV" "$python"
  pip_install "$VENV" "pyspark==$VERSION" || die \
    "PySpark $VERSION could not be installed" \
    "pip's own words are above" \
    "check the network and run the same command again, or set SPARK_HOME to a Spark 4.1 of yours"
  [ -x "$(spark_home)/bin/spark-submit" ] || die "PySpark is installed without bin/spark-submit" "" "delete $VENV and try again"
  touch "$DONE"
  say "PySpark $VERSION is ready after $((SECONDS - started)) s"
}

if [ -n "${SPARK_HOME:-}" ]; then
  [ -x "$SPARK_HOME/bin/spark-submit" ] || die \
    "SPARK_HOME is not a Spark" "$SPARK_HOME/bin/spark-submit cannot be run" "correct SPARK_HOME or unset it"
  printf '%s\n' "$SPARK_HOME"
  exit 0
fi
[ -f "$DONE" ] || with_lock pyspark install
spark_home
