#!/usr/bin/env bash
# Checks docker/ without a container engine: compose.yaml against the Compose specification's schema, and the image's
# exact start command, health check and stop in a clean folder.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/common.sh"

NO_TOOLS=69 # sysexits' EX_UNAVAILABLE: the caller may skip instead of failing
scope=all
for argument in "$@"; do
  case $argument in
    --schema-only) scope=schema ;;
    --built) scope=built ;;
    -h | --help)
      cat <<'TEXT'
usage: scripts/check-docker.sh [--schema-only | --built]

  --schema-only  read the two files, start nothing
  --built        start the server as it was last built, without building it

Exit code 69 when the Python tools that this needs cannot be installed.
TEXT
      exit 0
      ;;
    *) unknown_option scripts/check-docker.sh "$argument" --schema-only --built --help ;;
  esac
done

VENV=$CACHE/venv-check-docker-1
prepare() {
  [ ! -f "$VENV/.complete" ] || return 0
  local python
  step "tools to check docker/ with"
  # The last is only for the schema that lies in it; its own dependencies are long outdated.
  python=$(find_python 9) && make_venv "$VENV" "$python" &&
    pip_install "$VENV" jsonschema==4.26.0 PyYAML==6.0.3 dockerfile-parse==2.0.1 &&
    pip_install "$VENV" --no-deps docker-compose==1.29.2 &&
    touch "$VENV/.complete"
}
[ -f "$VENV/.complete" ] || with_lock check-docker prepare || {
  say "the Python tools that check docker/ cannot be installed"
  exit "$NO_TOOLS"
}

check() { exec "$VENV/bin/python" "$PROPOLIS_ROOT/scripts/check_docker.py" "$PROPOLIS_ROOT" "$@"; }
[ "$scope" != schema ] || check
[ "$scope" = built ] || "$PROPOLIS_ROOT/scripts/build.sh"
java=$(find_java 17 17) || die "no Java 17 found" "the image runs the server on it" "install one (Debian: apt install openjdk-17-jre-headless)"
check --java "$java"
