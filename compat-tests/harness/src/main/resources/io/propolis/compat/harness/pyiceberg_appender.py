"""One writer of a table (writer, n, attempt, part) through PyIceberg's Hive catalog.

Arguments: metastore, database, table, writer, appends, rows of each. Says "@ready", waits for a line, appends, and says
of each attempt "@appended n attempt" or "@failed n attempt why"; "@done" at the end.
"""

import sys

import pyarrow as pa
from pyiceberg.catalog.hive import HiveCatalog

MOST_ATTEMPTS = 50
URI, DATABASE, TABLE, WRITER = sys.argv[1:5]
APPENDS, PARTS = int(sys.argv[5]), int(sys.argv[6])


def rows(n, attempt):
    return pa.table(
        {
            "writer": pa.array([WRITER] * PARTS, pa.string()),
            "n": pa.array([n] * PARTS, pa.int32()),
            "attempt": pa.array([attempt] * PARTS, pa.int32()),
            "part": pa.array(range(PARTS), pa.int32()),
        }
    )


def append(table, n):
    for attempt in range(1, MOST_ATTEMPTS + 1):
        try:
            table.append(rows(n, attempt))
        except Exception as e:
            print(f"@failed {n} {attempt} {type(e).__name__}: {e}".replace("\n", " "), flush=True)
            table.refresh()
        else:
            print(f"@appended {n} {attempt}", flush=True)
            return


def main():
    # Patient with the locks of others, as its defaults are not: four looks, and the commit has failed.
    waits = {"lock-check-min-wait-time": "0.05", "lock-check-max-wait-time": "0.2", "lock-check-retries": "2000"}
    table = HiveCatalog("hive", uri=URI, **waits).load_table(f"{DATABASE}.{TABLE}")
    print("@ready", flush=True)
    sys.stdin.readline()
    for n in range(1, APPENDS + 1):
        append(table, n)
    print("@done", flush=True)


main()
