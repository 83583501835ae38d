#!/usr/bin/env bash
# Makes the cached virtual environment with PyIceberg that the compatibility tests run, and prints its folder.
# Nothing is done when it is there. A run that was cut off is continued by the next one. PYICEBERG_HOME, when set, wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

VERSION=0.12.0
VENV=$CACHE/venv-pyiceberg-$VERSION
DONE=$VENV/.complete # written last: a folder without it is unfinished
NEEDED_MIB=600       # the packages, and the installed files at the same time

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/pyiceberg.sh   prints the folder of PyIceberg $VERSION, installing it first if need be"
  exit 0
fi

works() { "$1/bin/python" -c 'import pyarrow, pyiceberg.catalog.hive, pyiceberg_core' >/dev/null 2>&1; }

install() {
  [ ! -f "$DONE" ] || return 0 # somebody else finished it while we waited for the lock
  local python free started=$SECONDS
  python=$(find_python 10) || { apt_install python3 python3-venv && python=$(find_python 10); } || die \
    "PyIceberg $VERSION needs Python 3.10 or newer" \
    "none of python3.13, 3.12, 3.11, 3.10, python3 is: $(python3 --version 2>&1 || true)" \
    "install Python 3.10 or newer, or set PYICEBERG_HOME"
  free=$(df -Pm "$CACHE" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$NEEDED_MIB" ] || die \
    "not enough room in $CACHE for PyIceberg $VERSION" \
    "$free MiB are free, $NEEDED_MIB MiB are needed while it is installed" \
    "free some, or set PROPOLIS_CACHE to a folder on another disk"
  step "PyIceberg $VERSION with $python (about 80 MiB to download, once; kept in $CACHE)"
  make_venv "$VENV" "$python"
  pip_install "$VENV" "pyiceberg[hive,pyarrow,pyiceberg-core]==$VERSION" || die \
    "PyIceberg $VERSION could not be installed" \
    "pip's own words are above" \
    "check the network and run the same command again, or set PYICEBERG_HOME to a virtual environment that has it"
  works "$VENV" || die "PyIceberg is installed but cannot be imported" "" "delete $VENV and try again"
  touch "$DONE"
  say "PyIceberg $VERSION is ready after $((SECONDS - started)) s"
}

if [ -n "${PYICEBERG_HOME:-}" ]; then
  works "$PYICEBERG_HOME" || die "PYICEBERG_HOME has no PyIceberg with Hive and PyArrow" \
    "$PYICEBERG_HOME/bin/python cannot import them" "correct PYICEBERG_HOME or unset it"
  printf '%s\n' "$PYICEBERG_HOME"
  exit 0
fi
[ -f "$DONE" ] || with_lock pyiceberg install
printf '%s\n' "$VENV"
