#!/usr/bin/env bash
# Checks docker/ without a container engine: compose.yaml against the Compose specification's schema, and the image's
# exact start command, health check and stop in a clean folder.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/common.sh"

if [ "${1:-}" = --help ]; then
  say "usage: scripts/check-docker.sh [--schema-only]"
  exit 0
fi

VENV=$CACHE/venv-check-docker-1
prepare() {
  [ ! -f "$VENV/.complete" ] || return 0
  step "tools to check docker/ with"
  make_venv "$VENV" "$(find_python 9)"
  pip_install "$VENV" jsonschema==4.26.0 PyYAML==6.0.3 dockerfile-parse==2.0.1
  # Only for the schema that lies in it; its own dependencies are long outdated.
  pip_install "$VENV" --no-deps docker-compose==1.29.2
  touch "$VENV/.complete"
}
[ -f "$VENV/.complete" ] || with_lock check-docker prepare

if [ "${1:-}" = --schema-only ]; then
  exec "$VENV/bin/python" "$PROPOLIS_ROOT/scripts/check_docker.py" "$PROPOLIS_ROOT"
fi
"$PROPOLIS_ROOT/scripts/build.sh"
exec "$VENV/bin/python" "$PROPOLIS_ROOT/scripts/check_docker.py" "$PROPOLIS_ROOT" --java "$(find_java 17 17)"
