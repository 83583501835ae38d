#!/usr/bin/env bash
# Prints the code block of README.md that follows the comment <!-- block: NAME -->, or the names of all of them.
set -euo pipefail
readme=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/README.md

case ${1:---help} in
  -h | --help) echo "usage: scripts/readme_block.sh NAME | --list" ;;
  --list) sed -n 's/^ *<!-- block: \([a-z0-9-]*\) -->$/\1/p' "$readme" ;;
  *)
    awk -v wanted="$1" '
      $0 ~ "^ *<!-- block: " wanted " -->$" { armed = 1; next }
      armed && !inside && /^ *```/ { inside = 1; next }
      inside && /^ *```/ { found = 1; exit }
      inside { print }
      END { exit !found }' "$readme" || { echo "README.md has no block '$1'" >&2; exit 1; }
    ;;
esac
