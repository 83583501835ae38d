"""Does what it is told over a socket, in lines of JSON, with one warm session of Spark."""

import json
import os
import socket
import sys
import threading
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("propolis-bench").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")


def columns(frame):
    return frame.dtypes


def csv(path):
    return columns(spark.read.option("header", True).option("inferSchema", True).csv(path))


def json_lines(path):
    return columns(spark.read.json(path))


def parquet(path):
    return columns(spark.read.option("mergeSchema", True).parquet(path))


def discover(path):
    """Lists the folder and finds its partitions; the schema of the files is given."""
    return columns(spark.read.schema("id int, name string").json(path))


def repair(path):
    """Finds the partitions of a table that has none yet, and adds them to the catalog."""
    spark.sql("DROP TABLE IF EXISTS repaired")
    spark.sql(
        "CREATE TABLE repaired (id int, name string, day date, region string) USING json"
        f" PARTITIONED BY (day, region) LOCATION '{path}'"
    )
    started = time.monotonic()
    spark.sql("MSCK REPAIR TABLE repaired")
    return [], time.monotonic() - started


TASKS = {"csv": csv, "json": json_lines, "parquet": parquet, "discover": discover, "repair": repair}


def answer(request):
    started = time.monotonic()
    result = TASKS[request["task"]](request["path"])
    seconds = time.monotonic() - started
    if isinstance(result, tuple):
        result, seconds = result
    return {"seconds": seconds, "columns": result}




def end_with_spark():
    """spark-submit holds the other end of the standard input for as long as it lives."""
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_spark, daemon=True).start()
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = server.accept()
    with connection, connection.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            try:
                reply = answer(json.loads(line))
            except Exception as e:  # the bench says what went wrong
                reply = {"error": f"{type(e).__name__}: {e}"[:2000]}
            lines.write(json.dumps(reply) + "\n")
            lines.flush()
