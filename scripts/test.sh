#!/usr/bin/env bash
# Installs what the tests need, runs them with Maven, and closes with the totals and a list of what was skipped.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/common.sh"

usage() {
  cat <<'TEXT'
usage: ./propolis test [MODULE…] [-- MAVEN-OPTION…]

  MODULE         a folder or artifact name, as catalog-core or metastore-server/thrift; none means all.
                 The modules that it depends on are built and tested with it.
  MAVEN-OPTION   handed to Maven as it is, as -Dtest=TablesTest to run the tests of that name only

Before that, installs into the cache or by apt what the tests need: PySpark, PyIceberg, the AWS CLI and other clients
of AWS Glue, emulators of Google's and Azure's storage, a Java 25 for Trino, MariaDB and PostgreSQL. What cannot be
installed is skipped, and the list of it is printed at the end.
TEXT
}

modules=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --)
      shift
      break
      ;;
    -*)
      say "options for Maven come after --"
      unknown_option "./propolis test" "$1" --help
      ;;
    *) modules+=("${1%/}") ;;
  esac
  shift
done

# module_names: of every module its folder, that folder's last part and its artifact.
module_names() {
  local pom
  (cd "$PROPOLIS_ROOT" && find . -mindepth 2 \( -name target -o -name src -o -name clients -o -name '.?*' \) -prune \
    -o -name pom.xml -print | sort) |
    while IFS= read -r pom; do
      pom=${pom#./}
      printf '%s %s ' "${pom%/pom.xml}" "$(basename "${pom%/pom.xml}")"
      awk -F '[<>]' '/<parent>/ { inside = 1 } /<\/parent>/ { inside = 0 }
        !inside && $2 == "artifactId" && !seen++ { print $3 }' "$PROPOLIS_ROOT/$pom"
    done
}

# module_path NAME: the folder of the module of that name.
module_path() {
  local names path near
  names=$(module_names)
  path=$(printf '%s\n' "$names" | awk -v name="$1" '($1 == name || $2 == name || $3 == name) && !seen++ { print $1 }')
  if [ -z "$path" ]; then
    # A list of words.
    # shellcheck disable=SC2086
    near=$(nearest "$1" $names)
    say "./propolis test: there is no module '$1'${near:+ (did you mean $near?)}"
    say "  the modules are: $(printf '%s\n' "$names" | cut -d ' ' -f 1 | tr '\n' ' ')"
    exit 2
  fi
  printf '%s\n' "$path"
}

# The profile brings the foreign clients, after everything else. A -Dtest= need not match in every module; when it
# matches nowhere the totals say so. A failed test is counted by the totals and stops nothing: a module that is not
# packaged would take every foreign client down with it, and hide its own message among theirs.
maven=(-B -ntp -Pcompat --fail-at-end -Dmaven.test.failure.ignore=true -Dsurefire.failIfNoSpecifiedTests=false)
needs_server=no
if [ "${#modules[@]}" -gt 0 ]; then
  list=""
  for module in "${modules[@]}"; do
    path=$(module_path "$module")
    case $path in
      # Its tests start the packaged server, whose jars must not be on their own class path.
      compat-tests | fault-tests) needs_server=yes ;;
    esac
    list=${list:+$list,}$path
  done
  maven+=(-pl "$list" -am)
fi

scratch=$(mktemp -d)
trap 'rm -rf "${scratch:?}"' EXIT
export SKIP_LIST=$scratch/skipped
: >"$SKIP_LIST"

java=$(find_java 17 99 javac) || die "no JDK 17 or newer found" "looked at JAVA_HOME, PATH and /usr/lib/jvm" \
  "install one (Debian: apt install openjdk-17-jdk-headless) or set JAVA_HOME"
command -v mvn >/dev/null 2>&1 || die "Maven is not installed" "there is no mvn on the PATH" "install Maven 3.8 or newer"

step "setting up"
"$PROPOLIS_ROOT/scripts/setup/databases.sh"
use_spark || skipped "tests with Spark" "PySpark could not be installed, see above"
if java25=$("$PROPOLIS_ROOT/scripts/setup/jdk25.sh"); then
  export JAVA25_HOME=$java25
else
  skipped "tests with Trino" "there is no Java 25, see above"
fi
if clients=$("$PROPOLIS_ROOT/scripts/setup/python.sh" clients); then
  export PYTHON_CLIENTS_HOME=$clients
else
  skipped "tests with PyIceberg, boto3, the AWS CLI and aws-sdk-pandas" "they could not be installed, see above"
fi
if moto=$("$PROPOLIS_ROOT/scripts/setup/python.sh" moto); then
  export MOTO_HOME=$moto
else
  skipped "tests of aws-sdk-pandas with files" "moto could not be installed, see above"
fi
if airflow=$("$PROPOLIS_ROOT/scripts/setup/python.sh" airflow); then
  export AIRFLOW_CLIENT_HOME=$airflow
else
  skipped "tests with Airflow" "it could not be installed, see above"
fi
if javascript=$("$PROPOLIS_ROOT/scripts/setup/javascript.sh"); then
  export JAVASCRIPT_CLIENT_HOME=$javascript
else
  skipped "tests with AWS's SDK for JavaScript" "it could not be installed, see above"
fi
if gcs=$("$PROPOLIS_ROOT/scripts/setup/python.sh" gcs); then
  export GCS_EMULATOR_HOME=$gcs
else
  skipped "tests with Google Cloud Storage" "fake-gcs-server could not be installed, see above"
fi
if azurite=$("$PROPOLIS_ROOT/scripts/setup/javascript.sh" azurite); then
  export AZURITE_HOME=$azurite
else
  skipped "tests with Azure's storage" "Azurite could not be installed, see above"
fi
if terraform=$("$PROPOLIS_ROOT/scripts/setup/terraform.sh"); then
  export TERRAFORM_PLUGINS=$terraform
else
  skipped "tests with Terraform" "it is not here, see above"
fi

[ "$needs_server" = no ] || "$PROPOLIS_ROOT/scripts/build.sh"

step "testing ${modules[*]:-everything} with $java"
touch "$scratch/started"
status=0
(cd "$PROPOLIS_ROOT" && JAVA_HOME=$java mvn "${maven[@]}" verify "$@" 2>&1) || status=$?

totals=0
python=$(find_python 9) || die "no Python 3.9 or newer to sum the test reports with" "" "install Python; Maven's own totals are above"
"$python" "$PROPOLIS_ROOT/scripts/totals.py" --since "$scratch/started" --skipped "$SKIP_LIST" --maven-exit "$status" "$PROPOLIS_ROOT" || totals=$?
[ "$status" = 0 ] || exit "$status"
exit "$totals"
