#!/usr/bin/env bash
# Installs AWS's SDK for JavaScript from npm into the cache for the compatibility tests, and prints the folder of its
# node_modules. The versions are those of compat-tests/clients/javascript/package-lock.json. Nothing is done when they
# are there. A run that was cut off is continued by the next one: npm keeps what it has fetched.
# JAVASCRIPT_CLIENT_HOME, when set, wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

SOURCE=$PROPOLIS_ROOT/compat-tests/clients/javascript
NEEDED=20 # what the SDK needs of Node.js

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/javascript.sh   prints the folder of AWS's SDK for JavaScript, installing it first if need be"
  exit 0
fi

node_major() { node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'; }

works() { (cd "$1" && node -e 'require("@aws-sdk/client-glue")') >/dev/null 2>&1; }

needs_node() {
  local major
  major=$(node_major)
  [ "${major:-0}" -ge "$NEEDED" ] || die "AWS's SDK for JavaScript needs Node.js $NEEDED or newer" \
    "node --version says '$(node --version 2>&1 || true)'" "install Node.js $NEEDED or newer with npm"
}

folder=$CACHE/javascript-$(cksum <"$SOURCE/package-lock.json" | cut -d ' ' -f 1)
finished=$folder/.complete # written last: a folder without it is unfinished

install() {
  [ ! -f "$finished" ] || return 0 # somebody else finished it while we waited for the lock
  local log=$CACHE/npm.log started=$SECONDS teller status=0
  step "AWS's SDK for JavaScript with Node.js $(node --version) (about 5 MiB to download, once; kept in $CACHE)"
  mkdir -p "$folder"
  cp "$SOURCE/package.json" "$SOURCE/package-lock.json" "$folder"
  : >"$log"
  tell_of "$log" "$BASHPID" >&2 &
  teller=$!
  (cd "$folder" && npm ci --no-audit --no-fund --fetch-retries 10) >"$log" 2>&1 || status=$?
  kill "$teller" 2>/dev/null || true
  if [ "$status" != 0 ]; then
    say "the end of $log:" && tail -n 15 "$log" >&2
    die "AWS's SDK for JavaScript could not be installed" "npm's own words are above" \
      "check the network and run the same command again, or set JAVASCRIPT_CLIENT_HOME"
  fi
  works "$folder" || die "AWS's SDK for JavaScript is installed but does not load" "" "delete $folder and try again"
  touch "$finished"
  say "AWS's SDK for JavaScript is ready after $((SECONDS - started)) s"
}

needs_node
if [ -n "${JAVASCRIPT_CLIENT_HOME:-}" ]; then
  works "$JAVASCRIPT_CLIENT_HOME" || die "JAVASCRIPT_CLIENT_HOME has no AWS SDK for JavaScript" \
    "node cannot load @aws-sdk/client-glue in $JAVASCRIPT_CLIENT_HOME" "correct JAVASCRIPT_CLIENT_HOME or unset it"
  printf '%s\n' "$JAVASCRIPT_CLIENT_HOME"
  exit 0
fi
[ -f "$finished" ] || with_lock javascript install
printf '%s\n' "$folder"
