# shellcheck shell=bash
# Sourced by the launcher and every script under scripts/: messages, the cache, locks, finding Java and Python.

if [ -z "${PROPOLIS_ROOT:-}" ]; then
  PROPOLIS_ROOT=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
fi
CACHE=${PROPOLIS_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/propolis}

say() { printf '%s\n' "$*" >&2; }
step() { printf '\n==> %s\n' "$*" >&2; }

# die WHAT WHY WHAT-TO-DO: every failure says all three.
die() {
  printf '\npropolis: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  why:        %s\n' "$2" >&2
  [ -z "${3:-}" ] || printf '  what to do: %s\n' "$3" >&2
  exit 1
}

# nearest WORD KNOWN…: the known word with the fewest wrong, missing or swapped letters, if it is near at all.
nearest() {
  local word=$1
  shift
  printf '%s\n' "$@" | awk -v word="$word" '
    function min(a, b) { return a < b ? a : b }
    function distance(a, b,    i, j, d, same) {
      for (i = 0; i <= length(a); i++) d[i, 0] = i
      for (j = 0; j <= length(b); j++) d[0, j] = j
      for (i = 1; i <= length(a); i++)
        for (j = 1; j <= length(b); j++) {
          same = substr(a, i, 1) == substr(b, j, 1)
          d[i, j] = min(min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + !same)
          if (i > 1 && j > 1 && substr(a, i, 1) == substr(b, j - 1, 1) && substr(a, i - 1, 1) == substr(b, j, 1))
            d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)
        }
      return d[length(a), length(b)]
    }
    BEGIN { best = length(word) < 4 ? 2 : 4 }
    { d = distance(word, $0); if (d < best) { best = d; name = $0 } }
    END { if (name != "") print name }'
}

# unknown_option PROGRAM OPTION KNOWN…: refuses it, naming the nearest known one.
unknown_option() {
  local program=$1 option=$2 near
  shift 2
  near=$(nearest "$option" "$@")
  say "$program: unknown option: $option${near:+ (did you mean $near?)}"
  say "  $program --help lists the options"
  exit 2
}

# skipped WHAT WHY: said now, and again at the end of the tests when SKIP_LIST names a file.
skipped() {
  printf 'SKIPPED  %s: %s\n' "$1" "$2" >&2
  [ -z "${SKIP_LIST:-}" ] || printf '%s: %s\n' "$1" "$2" >>"$SKIP_LIST"
}

# make_cache: the folder that downloads are kept in.
make_cache() {
  { mkdir -p "$CACHE" && [ -w "$CACHE" ]; } 2>/dev/null || die "cannot keep downloads in $CACHE" \
    "it is no folder, or not writable" "set PROPOLIS_CACHE to a folder that is"
}

# with_lock NAME COMMAND…: two of us at once would break a half-made folder. Waits, and says for whom.
with_lock() {
  local lock="$CACHE/$1.lock" status=0
  shift
  make_cache
  if command -v flock >/dev/null 2>&1; then
    # A process that dies releases its lock by itself.
    (
      flock -n 9 || { say "waiting for another propolis process (${lock})" && flock 9; }
      "$@" 9>&-
    ) 9>"$lock"
    return
  fi
  until mkdir "$lock.d" 2>/dev/null; do
    local owner
    owner=$(cat "$lock.d/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$lock.d"
      continue
    fi
    sleep 1
  done
  echo "$BASHPID" >"$lock.d/pid"
  "$@" || status=$?
  rm -rf "$lock.d"
  return "$status"
}

# java_major HOME: prints 17 for 17.0.15; nothing when there is no Java there.
java_major() {
  [ -x "$1/bin/java" ] || return 0
  "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9]*\).*/\1/p' | head -n 1
}

# java_homes: every Java home worth looking at, the user's choice first, each once.
java_homes() {
  local path home
  {
    [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
    if path=$(command -v java 2>/dev/null); then
      # A version manager's shim is a script: only Java itself knows its home.
      home=$("$path" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
      [ -z "$home" ] || printf '%s\n' "$home"
    fi
    if [ -x /usr/libexec/java_home ]; then
      /usr/libexec/java_home -V 2>&1 | sed -n 's#.* \(/.*\)$#\1#p'
    fi
    for home in /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
      [ -d "$home" ] && printf '%s\n' "$home"
    done
  } | awk '!seen[$0]++'
}

# find_java LOWEST HIGHEST [javac]: prints the first Java home in that range, with a compiler when asked.
find_java() {
  local home major
  while IFS= read -r home; do
    major=$(java_major "$home")
    [ -n "$major" ] || continue
    if [ "$major" -lt "$1" ] || [ "$major" -gt "$2" ]; then continue; fi
    [ "${3:-}" != javac ] || [ -x "$home/bin/javac" ] || continue
    printf '%s\n' "$home"
    return 0
  done < <(java_homes)
  return 1
}

# find_python MINOR: prints the newest Python from 3.13 down to 3.MINOR.
find_python() {
  local name
  for name in "${PYSPARK_PYTHON:-}" python3.13 python3.12 python3.11 python3.10 python3 python; do
    command -v "${name:-nothing}" >/dev/null 2>&1 || continue
    if "$name" -c "import sys; sys.exit(not (3, $1) <= sys.version_info < (4,))" >/dev/null 2>&1; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

# as_root COMMAND…: runs it as root without ever asking for a password; 126 when that cannot be.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 126
  fi
}

can_install() { command -v apt-get >/dev/null 2>&1 && as_root true; }

# apt_install PACKAGE…: installs Debian packages quietly and starts none of their services.
apt_install() {
  local log policy=/usr/sbin/policy-rc.d ours=no status=0
  can_install || return 126
  make_cache
  log="$CACHE/apt.log"
  say "installing Debian packages: $*"
  if [ ! -e "$policy" ]; then
    # Debian starts a server as soon as it is installed; we only want its programs.
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null && as_root chmod 755 "$policy" && ours=yes
  fi
  {
    as_root apt-get update -q &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  } >"$log" 2>&1 || status=$?
  [ "$ours" = no ] || as_root rm -f "$policy"
  if [ "$status" != 0 ]; then
    say "apt-get could not install $*; the end of $log:"
    tail -n 5 "$log" >&2
  fi
  return "$status"
}

# make_venv FOLDER PYTHON: an empty virtual environment; Debian keeps a needed part in a package of its own.
make_venv() {
  local folder=$1 python=$2 version
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    case $python in
      /usr/bin/*) apt_install "python$version-venv" || true ;;
    esac
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 || die \
      "cannot make a virtual environment with $python" \
      "its modules venv and ensurepip are missing" \
      "install them (Debian, Ubuntu: apt install python$version-venv) and run the same command again"
  fi
  if ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear "$folder"
  fi
}

# tell_of LOG PROCESS: shows now and then how a quiet program is doing, for as long as that process lives.
tell_of() {
  local seconds=0
  while sleep 1 && kill -0 "$2" 2>/dev/null; do
    seconds=$((seconds + 1))
    [ $((seconds % 15)) != 0 ] || say "  … $seconds s: $(tail -n 1 "$1" | cut -c 1-100)"
  done
}

# python_venv TITLE FOLDER DOWNLOAD ROOM VARIABLE CHECK PACKAGE…: makes a virtual environment with packages of PyPI and
# marks it as whole. DOWNLOAD and ROOM are MiB, VARIABLE is what users set to bring their own, and the function CHECK is
# told the folder and fails unless what was installed works. Called under a lock: nothing is done when it is whole.
python_venv() {
  local title=$1 folder=$2 download=$3 room=$4 variable=$5 check=$6
  shift 6
  ! is_whole "$folder" || return 0 # somebody else finished it while we waited for the lock
  local python free started=$SECONDS
  python=$(find_python 10) || { apt_install python3 python3-venv && python=$(find_python 10); } || die \
    "$title: Python 3.10 or newer is needed" \
    "none of python3.13, 3.12, 3.11, 3.10, python3 is: $(python3 --version 2>&1 || true)" \
    "install Python 3.10 or newer, or set $variable"
  free=$(df -Pm "$CACHE" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$room" ] || die \
    "not enough room in $CACHE for $title" \
    "$free MiB are free, $room MiB are needed while it is installed" \
    "free some, or set PROPOLIS_CACHE to a folder on another disk"
  step "$title with $python (about $download MiB to download, once; kept in $CACHE)"
  make_venv "$folder" "$python"
  pip_install "$folder" "$@" || die \
    "$title could not be installed" \
    "pip's own words are above" \
    "check the network and run the same command again, or set $variable to one of yours"
  "$check" "$folder" || die "$title: installed, but it does not work" "$check $folder" "delete $folder and try again"
  touch "$folder/.complete"
  say "$title: ready after $((SECONDS - started)) s"
}

# is_whole FOLDER: the mark is written last, so a folder without it is unfinished.
is_whole() { [ -f "$1/.complete" ]; }

# pip_install VENV PACKAGE…: with retries; big temporary files go to the cache's disk, not to a small /tmp.
# A subshell, so that its trap clears up after Ctrl-C too.
pip_install() (
  venv=$1
  shift
  log="$CACHE/pip-$(basename "$venv").log"
  # A folder that nobody else can have made, since it is removed again: PROPOLIS_CACHE may be any folder of the user's.
  temporary=$(mktemp -d "$CACHE/pip.XXXXXX")
  : >"$log"
  tell_of "$log" "$BASHPID" >&2 &
  teller=$!
  trap 'kill "$teller" 2>/dev/null; rm -rf "${temporary:?}"' EXIT
  status=0
  # In the foreground, so that Ctrl-C reaches it.
  TMPDIR="$temporary" "$venv/bin/python" -m pip install --disable-pip-version-check --no-input \
    --retries 10 --timeout 60 --progress-bar off "$@" >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || { say "the end of $log:" && tail -n 15 "$log" >&2; }
  exit "$status"
)

# use_spark: exports SPARK_HOME, and the Python that goes with it when it is our own installation.
use_spark() {
  SPARK_HOME=$("$PROPOLIS_ROOT/scripts/setup/pyspark.sh") || return 1
  export SPARK_HOME
  case $SPARK_HOME in
    "$CACHE"/venv-*/lib/*) export PYSPARK_PYTHON="${SPARK_HOME%/lib/*}/bin/python" ;;
  esac
}
