"""Runs the SQL statements that arrive as JSON lines on standard input in one SparkSession.

A request is {"scripts": [[...], ...]}: scripts of statements, which run at the same time, each in a session of its own
unless there is but one. Its reply is one line on standard output, "@reply " and
{"results": [[{"rows": [...]} or {"error": "..."}]]}, in the order of the scripts and their statements.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from pyspark import SparkContext
from pyspark.sql import SparkSession


def text(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def run(session, statement):
    try:
        frame = session.sql(statement)
        return {"rows": ["|".join(text(value) for value in row) for row in frame.collect()]}
    except Exception as error:  # the test judges it
        return {"error": f"{type(error).__name__}: {error}"}


def answer(spark, scripts):
    if len(scripts) == 1:
        return [[run(spark, statement) for statement in scripts[0]]]
    with ThreadPoolExecutor(len(scripts)) as pool:
        return list(pool.map(lambda script: answer(spark.newSession(), [script])[0], scripts))


def main():
    context = SparkContext.getOrCreate()
    context.setLogLevel("WARN")
    thread = context._jvm.java.lang.Thread
    loader = thread.currentThread().getContextClassLoader()
    spark = SparkSession.builder.enableHiveSupport().getOrCreate()
    # Jars of other versions of Hive leave a class loader on the thread that first needs them, by which Spark's own
    # classes are not found: make the client here, whatever becomes of the call, and put the loader back.
    run(spark, "SHOW DATABASES")
    thread.currentThread().setContextClassLoader(loader)
    print("@ready", flush=True)
    for line in sys.stdin:
        print("@reply " + json.dumps({"results": answer(spark, json.loads(line)["scripts"])}), flush=True)
    spark.stop()


main()
