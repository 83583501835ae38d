#!/usr/bin/env python3
"""Makes demo/lake from one pinned release of the vega-datasets package.

    python3 -m venv /tmp/lake && /tmp/lake/bin/pip install -r scripts/lake/requirements.txt
    /tmp/lake/bin/python scripts/lake/build.py            # fetches the package with npm
    /tmp/lake/bin/python scripts/lake/build.py --check    # compares with what is in git

The same input gives the same bytes, so --check proves that the lake in git is what this script makes.
demo/lake/SOURCES.md says who published the data and why it may be used.
"""

import argparse
import csv
import datetime as dt
import filecmp
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.orc as orc
import pyarrow.parquet as pq

PACKAGE = "vega-datasets@3.2.1"
LAKE = Path(__file__).resolve().parents[2] / "demo" / "lake"
HAND_WRITTEN = {"SOURCES.md"}

# SHA-256 of every file read: a release that was changed under the same number stops the build.
INPUTS = {
    "airports.csv": "903c7169e6d558eefb95295fe2947ec8503135fbb855ea5c737cf4a90ea603ad",
    "birdstrikes.csv": "45777edf69984b37599e73dbfb34dbc976055243547407214261a4fcb9466462",
    "earthquakes.json": "a42702a83ffbae679f95d1fa53e2cae0bae13b21e599a68cdd50a44fc52129f7",
    "flights-3m.parquet": "dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0",
    "seattle-weather-hourly-normals.csv": "3433511ab963755ec1a573420af962e713e66691c07c068f5a247e6891912311",
    "species.csv": "5a517e887a2b2b1c5756d7aaad66b5ac9244139058c4c4835f8a9186c649396a",
    "weather.csv": "27219f1ca8dbd94c9b6f4b9f4f52ab2f1eb33dfdcf719cd9fc6481ed50b74549",
}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--source", type=Path, help="data folder of an unpacked package (default: npm pack)")
    arguments.add_argument("--out", type=Path, default=LAKE, help="where the lake goes (default: %(default)s)")
    arguments.add_argument("--check", action="store_true", help="write nothing, compare with --out")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        source = options.source or download(Path(scratch))
        verify(source)
        made = Path(scratch) / "lake"
        for table in (airports, weather_daily, county_habitat, earthquakes, flights, wildlife_strikes, hourly_normals):
            table(source, made / table.__name__)
        if options.check:
            return compare(made, options.out)
        publish(made, options.out)
    return 0


def download(scratch: Path) -> Path:
    packed = subprocess.run(
        ["npm", "pack", "--silent", PACKAGE], cwd=scratch, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.split()[-1]
    with tarfile.open(scratch / packed) as archive:
        for member in archive.getmembers():
            name = Path(member.name)
            if name.parent == Path("package/data") and name.name in INPUTS:
                (scratch / name.name).write_bytes(archive.extractfile(member).read())
    return scratch


def verify(source: Path) -> None:
    for name, expected in INPUTS.items():
        actual = hashlib.sha256((source / name).read_bytes()).hexdigest()
        if actual != expected:
            sys.exit(f"{name}: SHA-256 is {actual}, expected {expected} ({PACKAGE})")


def airports(source: Path, out: Path) -> None:
    """One comma-separated file with a header: quoted commas, identifiers of letters and digits."""
    write_csv(out / "airports.csv", *read_csv(source / "airports.csv"))


def weather_daily(source: Path, out: Path) -> None:
    """Comma-separated with headers in year=YYYY/month=MM: dates, decimals, words."""
    header, rows = read_csv(source / "weather.csv")
    months = defaultdict(list)
    for row in rows:
        year, month, _ = row[header.index("date")].split("-")
        months[f"year={year}/month={month}"].append(row)
    for folder, members in months.items():
        write_csv(out / folder / "weather.csv", header, members)


def county_habitat(source: Path, out: Path) -> None:
    """Bar-separated in positional folders (one per species): zero-padded county codes."""
    species = defaultdict(list)
    for row in csv.DictReader(io.StringIO((source / "species.csv").read_text())):
        folder = row["common_name"].lower().replace(" ", "_").replace("-", "_")
        species[folder].append([row["county_id"], row["habitat_yearround_pct"]])
    for folder, members in species.items():
        write_csv(out / folder / "habitat.csv", ["county_fips", "habitat_pct"], sorted(members), delimiter="|")


def earthquakes(source: Path, out: Path) -> None:
    """JSON lines in yyyy/MM/dd folders: nested struct and array, nulls, epoch milliseconds, codes like 00620911."""
    dropped = {"url", "detail", "types", "tz", "title"}
    days = defaultdict(list)
    for feature in json.loads((source / "earthquakes.json").read_text())["features"]:
        properties = {key: value for key, value in feature["properties"].items() if key not in dropped}
        for name in ("ids", "sources"):
            properties[name] = [item for item in properties[name].split(",") if item]
        day = dt.datetime.fromtimestamp(properties["time"] / 1000, dt.timezone.utc).strftime("%Y/%m/%d")
        days[day].append({"id": feature["id"], "properties": properties, "geometry": feature["geometry"]})
    for folder, members in days.items():
        members.sort(key=lambda quake: (quake["properties"]["time"], quake["id"]))
        path = out / folder / "quakes.jsonl"
        path.parent.mkdir(parents=True)
        path.write_text("".join(json.dumps(quake, separators=(",", ":")) + "\n" for quake in members))


def flights(source: Path, out: Path) -> None:
    """Parquet in yyyy-MM-dd folders: the whole first week of 2001, with the marker that Spark leaves."""
    table = pq.read_table(source / "flights-3m.parquet", filters=[("date", "<", dt.datetime(2001, 1, 8))])
    schema = pa.schema(
        [
            ("departed_at", pa.timestamp("us")),
            ("arrival_delay", pa.int32()),
            ("distance_miles", pa.int32()),
            ("origin", pa.string()),
            ("destination", pa.string()),
        ]
    )
    table = table.select(["date", "delay", "distance", "origin", "destination"]).rename_columns(schema.names).cast(schema)
    days = pc.strftime(table["departed_at"], "%Y-%m-%d")
    for day in sorted(pc.unique(days).to_pylist()):
        path = out / day / "part-00000.snappy.parquet"
        path.parent.mkdir(parents=True)
        pq.write_table(table.filter(pc.equal(days, day)), path, compression="snappy")
    (out / "_SUCCESS").touch()


def wildlife_strikes(source: Path, out: Path) -> None:
    """ORC in year=YYYY: dates, decimals, missing speeds."""
    schema = pa.schema(
        [
            ("flight_date", pa.date32()),
            ("airport", pa.string()),
            ("origin_state", pa.string()),
            ("operator", pa.string()),
            ("aircraft", pa.string()),
            ("phase_of_flight", pa.string()),
            ("species", pa.string()),
            ("wildlife_size", pa.string()),
            ("damage", pa.string()),
            ("repair_cost", pa.decimal128(12, 2)),
            ("total_cost", pa.decimal128(12, 2)),
            ("speed_knots", pa.int32()),
        ]
    )
    years = defaultdict(list)
    for row in csv.DictReader(io.StringIO((source / "birdstrikes.csv").read_text())):
        years[row["Flight Date"][:4]].append(
            {
                "flight_date": dt.date.fromisoformat(row["Flight Date"]),
                "airport": row["Airport Name"],
                "origin_state": row["Origin State"],
                "operator": row["Aircraft Airline Operator"],
                "aircraft": row["Aircraft Make Model"],
                "phase_of_flight": row["Phase of flight"],
                "species": row["Wildlife Species"],
                "wildlife_size": row["Wildlife Size"],
                "damage": row["Effect Amount of damage"],
                "repair_cost": Decimal(row["Cost Repair"]).quantize(Decimal("0.01")),
                "total_cost": Decimal(row["Cost Total $"]).quantize(Decimal("0.01")),
                "speed_knots": int(row["Speed IAS in knots"]) if row["Speed IAS in knots"] else None,
            }
        )
    for year, members in years.items():
        path = out / f"year={year}" / "strikes.orc"
        path.parent.mkdir(parents=True)
        orc.write_table(pa.Table.from_pylist(members, schema=schema), path, compression="zlib")


def hourly_normals(source: Path, out: Path) -> None:
    """Avro in month=MM: timestamps and decimals as logical types."""
    tenths = {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 1}
    schema = fastavro.parse_schema(
        {
            "type": "record",
            "name": "HourlyNormal",
            "namespace": "gov.noaa.normals",
            "doc": "Mean of 1981-2010 for one hour of the year at Seattle; the year 2010 stands for any year",
            "fields": [
                {"name": "hour", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                {"name": "pressure_hpa", "type": tenths},
                {"name": "temperature_c", "type": tenths},
                {"name": "wind_mps", "type": tenths},
            ],
        }
    )
    months = defaultdict(list)
    for row in csv.DictReader(io.StringIO((source / "seattle-weather-hourly-normals.csv").read_text())):
        hour = dt.datetime.fromisoformat(row["date"]).replace(tzinfo=dt.timezone.utc)
        months[f"month={hour:%m}"].append(
            {
                "hour": hour,
                "pressure_hpa": Decimal(row["pressure"]),
                "temperature_c": Decimal(row["temperature"]),
                "wind_mps": Decimal(row["wind"]),
            }
        )
    for folder, members in months.items():
        path = out / folder / "normals.avro"
        path.parent.mkdir(parents=True)
        # Avro's sync marker is random by default; fixed here so that a second build gives the same bytes.
        marker = hashlib.md5(folder.encode()).digest()
        with path.open("wb") as file:
            fastavro.writer(file, schema, members, codec="deflate", sync_marker=marker)


def read_csv(path: Path) -> tuple[list[str], list[list[str]]]:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    return rows[0], rows[1:]


def write_csv(path: Path, header: list[str], rows: list[list[str]], delimiter: str = ",") -> None:
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def publish(made: Path, out: Path) -> None:
    for old in files(out) if out.exists() else ():
        if str(old) not in HAND_WRITTEN:
            (out / old).unlink()
    for new in sorted(files(made)):
        (out / new).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made / new, out / new)
    for folder in sorted((path for path in out.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    size = sum((out / path).stat().st_size for path in files(out))
    print(f"{len(files(out))} files, {size:,} bytes in {out}")


def compare(made: Path, out: Path) -> int:
    kept = {path for path in files(out) if str(path) not in HAND_WRITTEN}
    different = sorted(
        str(path)
        for path in files(made) | kept
        if path not in kept or not (made / path).exists() or not filecmp.cmp(made / path, out / path, shallow=False)
    )
    print("\n".join(different) if different else f"{len(kept)} files are as the script makes them")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
