"""Asks the catalog's tables by name, over all five formats, with partition filters. Run by `./propolis demo`."""

import os
import signal

from pyspark.sql import SparkSession

QUERIES = [
    (
        "The partitions that the job wrote: nobody registered them by hand",
        "SHOW PARTITIONS lake.weather_monthly",
    ),
    (
        "One of them by a partition filter (Parquet, written by the job)",
        """SELECT month, days, precipitation_mm, warmest_c, sunny_days
FROM lake.weather_monthly WHERE location = 'Seattle' AND year = 2015 ORDER BY month""",
    ),
    (
        "Strongest earthquakes of one day (JSON lines, nested, yyyy/MM/dd folders)",
        """SELECT properties.mag AS magnitude, properties.place, geometry.coordinates[2] AS depth_km
FROM lake.earthquakes WHERE year = '2018' AND month = '02' AND day = '06'
ORDER BY magnitude DESC LIMIT 5""",
    ),
    (
        "Where flights left latest on one day (Parquet in yyyy-MM-dd folders, joined with CSV)",
        """SELECT a.city, count(*) AS flights, round(avg(f.arrival_delay), 1) AS mean_delay_minutes
FROM lake.flights f JOIN lake.airports a ON a.iata = f.origin
WHERE f.dt = '2001-01-05' GROUP BY a.city HAVING count(*) > 200
ORDER BY mean_delay_minutes DESC LIMIT 5""",
    ),
    (
        "Costliest wildlife at airports in one year (ORC, year=YYYY)",
        """SELECT species, count(*) AS strikes, sum(total_cost) AS cost
FROM lake.wildlife_strikes WHERE year = '2000' GROUP BY species ORDER BY cost DESC LIMIT 5""",
    ),
    (
        "A usual July noon in Seattle (Avro, month=MM)",
        """SELECT round(avg(temperature_c), 1) AS temperature_c, round(avg(wind_mps), 1) AS wind_mps
FROM lake.hourly_normals WHERE month = '07' AND date_format(hour, 'HH') = '12'""",
    ),
    (
        "Counties where robins live everywhere (CSV, a folder per species, codes keep their zeros)",
        """SELECT county_fips, habitat_pct FROM lake.county_habitat
WHERE partition_0 = 'american_robin' ORDER BY habitat_pct DESC, county_fips LIMIT 3""",
    ),
]


def main():
    spark = SparkSession.builder.enableHiveSupport().getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    # Ctrl-C ends Spark's JVM at the same time; the broken connection to it is nothing to report.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    for title, query in QUERIES:
        print(f"\n-- {title}\n{query};", flush=True)
        rows = spark.sql(query)
        rows.show(20, truncate=False)
        if rows.isEmpty():
            raise SystemExit(f"demo: the query returned no row: {title}")
    spark.stop()


if __name__ == "__main__":
    main()
