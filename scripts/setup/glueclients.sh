#!/usr/bin/env bash
# Makes the cached virtual environment with clients of AWS Glue that the compatibility tests run, and prints its folder.
# Nothing is done when it is there. A run that was cut off is continued by the next one. GLUE_CLIENTS_HOME, when set,
# wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

BOTO3=1.44.8
AWSCLI=1.46.3
PYICEBERG=0.12.0
VENV=$CACHE/venv-glueclients-$BOTO3-$AWSCLI-$PYICEBERG
DONE=$VENV/.complete # written last: a folder without it is unfinished
NEEDED_MIB=600       # the packages, and the installed files at the same time

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/glueclients.sh   prints the folder of boto3, the AWS CLI and PyIceberg, installing them if need be"
  exit 0
fi

works() { "$1/bin/python" -c 'import boto3, pyarrow, pyiceberg.catalog.glue, pyiceberg_core' >/dev/null 2>&1; }

install() {
  [ ! -f "$DONE" ] || return 0 # somebody else finished it while we waited for the lock
  local python free started=$SECONDS
  python=$(find_python 10) || { apt_install python3 python3-venv && python=$(find_python 10); } || die \
    "boto3 $BOTO3 needs Python 3.10 or newer" \
    "none of python3.13, 3.12, 3.11, 3.10, python3 is: $(python3 --version 2>&1 || true)" \
    "install Python 3.10 or newer, or set GLUE_CLIENTS_HOME"
  free=$(df -Pm "$CACHE" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$NEEDED_MIB" ] || die \
    "not enough room in $CACHE for the clients of Glue" \
    "$free MiB are free, $NEEDED_MIB MiB are needed while it is installed" \
    "free some, or set PROPOLIS_CACHE to a folder on another disk"
  step "boto3 $BOTO3, the AWS CLI $AWSCLI and PyIceberg $PYICEBERG with $python (about 110 MiB to download, once; kept in $CACHE)"
  make_venv "$VENV" "$python"
  pip_install "$VENV" "boto3==$BOTO3" "awscli==$AWSCLI" "pyiceberg[glue,pyarrow,pyiceberg-core]==$PYICEBERG" || die \
    "the clients of Glue could not be installed" \
    "pip's own words are above" \
    "check the network and run the same command again, or set GLUE_CLIENTS_HOME to a virtual environment that has them"
  works "$VENV" || die "the clients of Glue are installed but cannot be imported" "" "delete $VENV and try again"
  touch "$DONE"
  say "The clients of Glue are ready after $((SECONDS - started)) s"
}

if [ -n "${GLUE_CLIENTS_HOME:-}" ]; then
  works "$GLUE_CLIENTS_HOME" || die "GLUE_CLIENTS_HOME has no boto3 and PyIceberg with Glue and PyArrow" \
    "$GLUE_CLIENTS_HOME/bin/python cannot import them" "correct GLUE_CLIENTS_HOME or unset it"
  printf '%s\n' "$GLUE_CLIENTS_HOME"
  exit 0
fi
[ -f "$DONE" ] || with_lock glueclients install
printf '%s\n' "$VENV"
