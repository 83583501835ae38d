#!/usr/bin/env bash
# Installs programs of npm that the tests run into the cache, and prints the folder of their node_modules. The versions
# are those of a package-lock.json. Nothing is done when they are there. A run that was cut off is continued by the next
# one: npm keeps what it has fetched. The variable that the help names, when set, wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

NEEDED=20 # what they need of Node.js

usage() {
  cat >&2 <<'TEXT'
usage: scripts/setup/javascript.sh [NAME]   prints the folder of node_modules, installing it first if need be

  clients   AWS's SDK for JavaScript (without a NAME, too)  JAVASCRIPT_CLIENT_HOME
  azurite   Azurite: a storage account of Azure for tests   AZURITE_HOME
TEXT
}

# what NAME: sets what is installed, what it is called, where its versions stand and how it is tried.
what() {
  case $1 in
    clients)
      title="AWS's SDK for JavaScript" variable=JAVASCRIPT_CLIENT_HOME download=5
      source=$PROPOLIS_ROOT/compat-tests/clients/javascript cached=javascript
      try='require("@aws-sdk/client-glue")'
      ;;
    azurite)
      title="Azurite" variable=AZURITE_HOME download=40
      source=$PROPOLIS_ROOT/scripts/setup/azurite cached=azurite
      try='require.resolve("azurite/dist/src/blob/main.js")'
      ;;
    *) unknown_option scripts/setup/javascript.sh "$1" clients azurite ;;
  esac
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
esac
what "${1:-clients}"

node_major() { node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p'; }

works() { (cd "$1" && node -e "$try") >/dev/null 2>&1; }

needs_node() {
  local major
  major=$(node_major)
  [ "${major:-0}" -ge "$NEEDED" ] || die "$title needs Node.js $NEEDED or newer" \
    "node --version says '$(node --version 2>&1 || true)'" "install Node.js $NEEDED or newer with npm"
}

folder=$CACHE/$cached-$(cksum <"$source/package-lock.json" | cut -d ' ' -f 1)
finished=$folder/.complete # written last: a folder without it is unfinished

install() {
  [ ! -f "$finished" ] || return 0 # somebody else finished it while we waited for the lock
  local log=$CACHE/npm-$cached.log started=$SECONDS teller status=0
  step "$title with Node.js $(node --version) (about $download MiB to download, once; kept in $CACHE)"
  mkdir -p "$folder"
  cp "$source/package.json" "$source/package-lock.json" "$folder"
  : >"$log"
  tell_of "$log" "$BASHPID" >&2 &
  teller=$!
  (cd "$folder" && npm ci --no-audit --no-fund --fetch-retries 10) >"$log" 2>&1 || status=$?
  kill "$teller" 2>/dev/null || true
  if [ "$status" != 0 ]; then
    say "the end of $log:" && tail -n 15 "$log" >&2
    die "$title could not be installed" "npm's own words are above" \
      "check the network and run the same command again, or set $variable"
  fi
  works "$folder" || die "$title is installed but does not load" "" "delete $folder and try again"
  touch "$finished"
  say "$title is ready after $((SECONDS - started)) s"
}

needs_node
if [ -n "${!variable:-}" ]; then
  works "${!variable}" || die "$variable has no $title" \
    "node -e '$try' fails in ${!variable}" "correct $variable or unset it"
  printf '%s\n' "${!variable}"
  exit 0
fi
[ -f "$finished" ] || with_lock "$cached" install
printf '%s\n' "$folder"
