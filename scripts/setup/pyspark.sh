#!/usr/bin/env bash
# Makes the cached virtual environment with PySpark that jobs, tests and the demo run on, and prints its SPARK_HOME.
# Nothing is done when it is there. A run that was cut off is continued by the next one. SPARK_HOME, when set, wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

VERSION=4.1.1
VENV=$CACHE/venv-pyspark-$VERSION
DOWNLOAD_MIB=434
NEEDED_MIB=2500 # sdist, its unpacked copy and the installed files at the same time

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/pyspark.sh   prints the SPARK_HOME of PySpark $VERSION, installing it first if need be"
  exit 0
fi

spark_home() { "$VENV/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'; }

has_spark() { [ -x "$(spark_home)/bin/spark-submit" ]; }

install() {
  python_venv "PySpark $VERSION" "$VENV" "$DOWNLOAD_MIB" "$NEEDED_MIB" SPARK_HOME has_spark "pyspark==$VERSION"
}

if [ -n "${SPARK_HOME:-}" ]; then
  [ -x "$SPARK_HOME/bin/spark-submit" ] || die \
    "SPARK_HOME is not a Spark" "$SPARK_HOME/bin/spark-submit cannot be run" "correct SPARK_HOME or unset it"
  printf '%s\n' "$SPARK_HOME"
  exit 0
fi
is_whole "$VENV" || with_lock pyspark install
spark_home
