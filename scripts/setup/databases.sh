#!/usr/bin/env bash
# Makes sure that the programs of MariaDB and PostgreSQL are here; the tests start their own servers from them, on free
# ports in temporary folders. Where they cannot be installed, says loudly what will be skipped.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/databases.sh   installs the server programs of MariaDB and PostgreSQL if they are missing"
  exit 0
fi

has_program() {
  command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/usr/local/sbin/$1" ] || [ -x "/opt/homebrew/bin/$1" ]
}
has_mariadb() { { has_program mariadbd || has_program mysqld; } && has_program mariadb-install-db; }
has_postgres() {
  local bin
  command -v initdb >/dev/null 2>&1 && command -v postgres >/dev/null 2>&1 && return 0
  for bin in /usr/lib/postgresql/*/bin; do
    [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && return 0
  done
  return 1
}

install() {
  local packages=()
  has_mariadb || packages+=(mariadb-server)
  has_postgres || packages+=(postgresql)
  [ "${#packages[@]}" = 0 ] || apt_install "${packages[@]}" || true
}

if ! { has_mariadb && has_postgres; }; then
  with_lock databases install
fi
why="its programs are not here and cannot be installed (needs apt-get, and root or sudo without a password)"
has_mariadb || skipped "tests on MariaDB" "$why: apt install mariadb-server"
has_postgres || skipped "tests on PostgreSQL" "$why: apt install postgresql"
