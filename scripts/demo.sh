#!/usr/bin/env bash
# The whole main job on one machine: server, crawl, Spark job, queries. Leaves nothing behind.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/common.sh"

usage() {
  cat <<'TEXT'
usage: ./propolis demo [--exit] [--keep]

  Starts a server on an embedded database in a scratch folder and free ports, crawls demo/lake, runs the PySpark job
  demo/job.yaml on it, queries the result with Spark SQL, prints how to point other engines at the server, and stays
  up until Ctrl-C.

  --exit   end after the queries
  --keep   keep the scratch folder (database, warehouse, logs) and print where it is
TEXT
}

stay=yes keep=no
for argument in "$@"; do
  case $argument in
    --exit) stay=no ;;
    --keep) keep=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) unknown_option "./propolis demo" "$argument" --exit --keep --help ;;
  esac
done

LIB=$PROPOLIS_ROOT/metastore-server/server/target/propolis/lib
DEMO=$PROPOLIS_ROOT/demo
server="" began=$SECONDS
scratch=$(mktemp -d "${TMPDIR:-/tmp}/propolis-demo.XXXXXX")

# Called by traps, which shellcheck does not follow.
# shellcheck disable=SC2317
stop_server() {
  [ -n "$server" ] || return 0
  kill -TERM "$server" 2>/dev/null || true
  local waited=0
  while kill -0 "$server" 2>/dev/null && [ "$waited" -lt 100 ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  kill -KILL "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=""
}

# shellcheck disable=SC2317
clean_up() {
  local status=$?
  trap - EXIT INT TERM HUP
  stop_server
  if [ "$keep" = yes ]; then
    say "kept: $scratch"
  else
    rm -rf "${scratch:?}"
  fi
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

propolis() { "$java/bin/java" -cp "$LIB/*" io.propolis.server.Main "$@"; }

# failed WHAT: why is in the server's log or in what the program itself has just said.
failed() {
  say ""
  say "the end of the server's log:"
  tail -n 15 "$scratch/server.log" >&2 || true
  keep=yes
  die "$1" "its own message is above" "./propolis doctor shows what is missing; logs are kept in $scratch"
}

start_server() {
  mkdir -p "$scratch/data" "$scratch/warehouse"
  # A process group of its own: Ctrl-C reaches this script first, which then stops the server in order.
  set -m
  "$java/bin/java" -cp "$LIB/*" io.propolis.server.Main serve --data "$scratch/data" \
    --thrift-port 0 --http-port 0 --warehouse "file://$scratch/warehouse" \
    >"$scratch/server.log" 2>&1 </dev/null &
  server=$!
  set +m
  local waited=0
  until ready=$(grep -m 1 '^Propolis is ready' "$scratch/server.log"); do
    kill -0 "$server" 2>/dev/null || failed "the server stopped before it was ready"
    [ "$waited" -lt 600 ] || failed "the server was not ready within 60 s"
    sleep 0.1
    waited=$((waited + 1))
  done
  say "$ready"
  thrift=$(printf '%s' "$ready" | grep -o 'thrift://[^ ,)]*')
  http=$(printf '%s' "$ready" | grep -o 'http://[^ ,)]*')
}

query() {
  JAVA_HOME=$spark_java "$SPARK_HOME/bin/spark-submit" --master "local[2]" \
    --conf spark.ui.enabled=false \
    --conf spark.sql.shuffle.partitions=2 \
    --conf spark.sql.catalogImplementation=hive \
    --conf "spark.hadoop.hive.metastore.uris=$thrift" \
    --conf "spark.sql.warehouse.dir=file://$scratch/warehouse" \
    "$DEMO/queries.py" 2>"$scratch/queries.log" || {
    grep -vE ' (INFO|WARN) ' "$scratch/queries.log" | tail -n 30 >&2
    failed "a query failed"
  }
}

# block NAME WHERE: that block of the README with this server's address, and where it goes.
block() {
  printf '\n--- %s\n' "$2"
  "$PROPOLIS_ROOT/scripts/readme_block.sh" "$1" | sed "s#thrift://localhost:9083#$thrift#g"
}

settings() {
  block spark "Spark"
  block trino "Trino, etc/catalog/lake.properties"
  block trino-iceberg "Trino for Iceberg tables, etc/catalog/iceberg.properties"
  block hive "Hive, hive-site.xml"
  block flink "Flink SQL"
  block presto "Presto, etc/catalog/lake.properties"
}

# part N TITLE: what comes next, and how long all before it took.
part() { step "$1/6  $2  [$((SECONDS - began)) s]"; }

part 1 "what the demo needs"
"$PROPOLIS_ROOT/scripts/build.sh"
java=$(find_java 17 99)
use_spark
spark_java=$(find_java 17 21) || die "no Java for Spark" "Spark 4.1 runs on Java 17 or 21, and $java is newer" \
  "install one (Debian: apt install openjdk-17-jre-headless)"
say "Java $java, Spark $SPARK_HOME"

part 2 "server"
start_server

part 3 "crawl demo/lake: CSV, JSON, Parquet, ORC and Avro files become tables"
propolis crawl "$DEMO/crawler.yaml" --data "$scratch/data" --server "$thrift" || failed "the crawl failed"

part 4 "job demo/job.yaml: reads lake.weather_daily, writes lake.weather_monthly"
propolis job run "$DEMO/job.yaml" --data "$scratch/data" --server "$thrift" || failed "the job failed"

part 5 "the same catalog, asked from Spark SQL"
query

part 6 "point your engine at it"
say "Hive Metastore  $thrift"
say "HTTP            $http/health/ready"
settings
say ""
say "demo done in $((SECONDS - began)) s"
[ "$stay" = yes ] || exit 0

say "The server is up. Ctrl-C stops it and removes $([ "$keep" = yes ] && echo nothing || echo "its scratch folder")."
trap 'exit 0' INT
# wait, not sleep: a signal is acted on at once, and so is a server that dies.
wait "$server" || true
server=""
failed "the server has stopped"
