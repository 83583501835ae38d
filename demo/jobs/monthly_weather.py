"""Reads daily weather from the catalog by name and writes monthly figures as a partitioned Parquet table.

Nothing here says where tables lie or how they are stored: the catalog knows. The partitions that the write makes are
registered in the catalog by the write itself.
"""

import argparse

from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def monthly(daily):
    """One row per city and month; temperatures in degrees Celsius, precipitation in millimetres."""
    date = F.col("date").cast("date")
    return (
        daily.where(date.isNotNull())
        .groupBy(F.month(date).alias("month"), F.col("location"), F.year(date).alias("year"))
        .agg(
            F.count(F.lit(1)).alias("days"),
            F.round(F.sum("precipitation"), 1).alias("precipitation_mm"),
            F.max("temp_max").alias("warmest_c"),
            F.min("temp_min").alias("coldest_c"),
            F.sum(F.when(F.col("weather") == "sun", 1).otherwise(0)).alias("sunny_days"),
        )
        .select("month", "days", "precipitation_mm", "warmest_c", "coldest_c", "sunny_days", "location", "year")
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--source", required=True, help="table of daily weather, as database.table")
    arguments.add_argument("--target", required=True, help="table to write, as database.table")
    # The service hands a job its own arguments too, such as --JOB_NAME: they are not this script's business.
    options, _ = arguments.parse_known_args()

    spark = SparkSession.builder.enableHiveSupport().getOrCreate()
    result = monthly(spark.table(options.source))
    result.coalesce(1).write.mode("overwrite").format("parquet").partitionBy("location", "year").saveAsTable(
        options.target
    )
    print(f"{options.target}: {spark.table(options.target).count()} rows")
    spark.stop()


if __name__ == "__main__":
    main()
