"""aws-sdk-pandas: its catalog module, and data sets that it writes to the S3 at sys.argv[3]. See scenarios.py."""

import os
import sys

import awswrangler as wr
import boto3
import pandas as pd
from scenarios import KEYS, Given, refused, run, same, scenario

BUCKET = "lake"
os.environ["AWS_ENDPOINT_URL_S3"] = sys.argv[3]
boto3.client("s3", endpoint_url=sys.argv[3], **KEYS).create_bucket(Bucket=BUCKET)


class Lake(Given):
    def path(self, name):
        return f"s3://{BUCKET}/{self.database}/{name}/"

    def parquet(self, name="orders", **more):
        wr.catalog.create_parquet_table(
            database=self.database,
            table=name,
            path=self.path(name),
            **{
                "columns_types": {"id": "bigint", "name": "string"},
                "partitions_types": {"y": "int", "m": "string"},
                **more,
            },
        )
        return {"database": self.database, "table": name}


@scenario
def databases_are_made_listed_and_dropped(lake):
    name = lake.database + "_more"
    wr.catalog.create_database(name=name, description="d")
    wr.catalog.create_database(name=name, exist_ok=True)
    refused_by_wrangler(wr.exceptions.AlreadyExists, lambda: wr.catalog.create_database(name=name))
    names = [each["Name"] for each in wr.catalog.get_databases()]
    assert name in names and "default" in names, names
    listed = wr.catalog.databases(limit=1000)
    same(listed[listed["Database"] == name]["Description"].tolist(), ["d"])
    wr.catalog.delete_database(name=name)
    assert name not in [each["Name"] for each in wr.catalog.get_databases()]


def refused_by_wrangler(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"no {error.__name__}")


@scenario
def a_parquet_table_has_types_comments_and_parameters(lake):
    of = lake.parquet(description="all orders", parameters={"a": "b"}, columns_comments={"id": "the key", "y": "year"})
    assert wr.catalog.does_table_exist(**of) and not wr.catalog.does_table_exist(lake.database, "none")
    same(wr.catalog.get_table_types(**of), {"id": "bigint", "name": "string", "y": "int", "m": "string"})
    same(wr.catalog.get_table_types(lake.database, "none"), None)
    same(wr.catalog.get_table_location(**of), lake.path("orders"))
    same(wr.catalog.get_table_description(**of), "all orders")
    same(wr.catalog.get_columns_comments(**of), {"id": "the key", "name": None, "y": "year", "m": None})
    same(wr.catalog.table(**of)["Partition"].tolist(), [False, False, True, True])
    parameters = wr.catalog.get_table_parameters(**of)
    same((parameters["classification"], parameters["a"]), ("parquet", "b"))
    wr.catalog.upsert_table_parameters(parameters={"a": "c", "d": "e"}, **of)
    parameters = wr.catalog.get_table_parameters(**of)
    same((parameters["classification"], parameters["a"], parameters["d"]), ("parquet", "c", "e"))
    wr.catalog.overwrite_table_parameters(parameters={"only": "this"}, **of)
    same(wr.catalog.get_table_parameters(**of), {"only": "this"})


@scenario
def columns_come_and_go_and_versions_are_kept(lake):
    of = lake.parquet()
    wr.catalog.add_column(column_name="note", column_type="string", column_comment="", **of)
    wr.catalog.delete_column(column_name="name", **of)
    same(list(wr.catalog.get_table_types(**of)), ["id", "note", "y", "m"])
    same([each["VersionId"] for each in wr.catalog.get_table_versions(**of)], ["2", "1", "0"])
    lake.parquet(columns_types={"id": "int"})
    same(wr.catalog.get_table_number_of_versions(**of), 3)
    lake.parquet(columns_types={"id": "double"}, catalog_versioning=True)
    same(wr.catalog.get_table_number_of_versions(**of), 4)
    same(wr.catalog.get_table_types(**of)["id"], "double")
    before = wr.catalog.get_table_versions(**of)[1]["Table"]["StorageDescriptor"]["Columns"]
    same([(each["Name"], each["Type"]) for each in before], [("id", "int")])


@scenario
def tables_of_each_kind_are_listed_and_dropped(lake):
    lake.parquet("one")
    common = {"columns_types": {"id": "bigint"}, "database": lake.database}
    wr.catalog.create_csv_table(table="two", path=lake.path("two"), sep="|", skip_header_line_count=1, **common)
    wr.catalog.create_json_table(table="three", path=lake.path("three"), **common)
    wr.catalog.create_orc_table(table="four", path=lake.path("four"), **common)
    names = [each["Name"] for each in wr.catalog.get_tables(database=lake.database)]
    same(sorted(names), ["four", "one", "three", "two"])
    some = wr.catalog.get_tables(database=lake.database, name_prefix="t")
    same(sorted(each["Name"] for each in some), ["three", "two"])
    same([each["Name"] for each in wr.catalog.get_tables(database=lake.database, name_contains="u")], ["four"])
    listed = wr.catalog.tables(database=lake.database)
    same(sorted(listed["Table"]), ["four", "one", "three", "two"])
    assert wr.catalog.delete_table_if_exists(database=lake.database, table="two")
    assert not wr.catalog.delete_table_if_exists(database=lake.database, table="two")


@scenario
def tables_are_searched_by_words_and_listed_by_patterns(lake):
    word = lake.database.replace("_", "")
    lake.parquet("orders", description=f"all orders of {word}")
    lake.parquet("returns", description=f"what came back to {word}")
    lake.parquet("stock", columns_types={"sku": "string"}, parameters={"owner": word})

    def found(text):
        return sorted(each["Name"] for each in wr.catalog.search_tables(text=text))

    same(found(word), ["orders", "returns", "stock"])
    same(found(f"{word} orders"), ["orders"])
    same(found(f'"{lake.database}" sku'), ["stock"])
    same(found(word + "x"), [])
    of = {"database": lake.database}
    same([each["Name"] for each in wr.catalog.get_tables(name_suffix="s", **of)], ["orders", "returns"])
    listed = wr.catalog.tables(search_text=word, **of)
    same(sorted(listed["Table"]), ["orders", "returns", "stock"])
    same(sorted(wr.catalog.tables(name_contains="to", **of)["Table"]), ["stock"])
    assert wr.catalog.delete_table_if_exists(table="stock", **of)
    same(found(word), ["orders", "returns"])


@scenario
def a_table_is_made_again_in_another_way(lake):
    of = lake.parquet(description="first", parameters={"a": "b"})
    wr.catalog.add_parquet_partitions(partitions_values={f"{lake.path('orders')}y=1/m=2/": ["1", "2"]}, **of)
    lake.parquet(mode="append", columns_types={"id": "bigint", "name": "string", "note": "double"})
    same(list(wr.catalog.get_table_types(**of)), ["id", "name", "note", "y", "m"])
    same(wr.catalog.get_partitions(**of), {f"{lake.path('orders')}y=1/m=2/": ["1", "2"]})
    lake.parquet(mode="overwrite", columns_types={"id": "int"}, partitions_types={"region": "string"})
    same(wr.catalog.get_table_types(**of), {"id": "int", "region": "string"})
    same(wr.catalog.get_partitions(**of), {})
    values = {f"{lake.path('orders')}region=eu/": ["eu"]}
    wr.catalog.add_parquet_partitions(partitions_values=values, **of)
    same(wr.catalog.get_partitions(expression="region = 'eu'", **of), values)


@scenario
def partitions_are_added_by_the_hundred_found_and_dropped(lake):
    of = lake.parquet()
    values = {f"{lake.path('orders')}y={y}/m={m}/": [str(y), str(m)] for y in range(2001, 2026) for m in range(1, 13)}
    wr.catalog.add_parquet_partitions(partitions_values=values, compression="snappy", **of)
    wr.catalog.add_parquet_partitions(partitions_values=values, compression="snappy", **of)
    same(wr.catalog.get_parquet_partitions(**of), values)
    some = wr.catalog.get_partitions(expression="y > 2023 AND m = '7'", **of)
    same(sorted(some.values()), [["2024", "7"], ["2025", "7"]])
    wr.catalog.delete_partitions(partitions_values=list(values.values())[:30], **of)
    same(len(wr.catalog.get_partitions(**of)), 270)
    dropped = wr.catalog.delete_all_partitions(**of)
    same((len(dropped), wr.catalog.get_partitions(**of)), (270, {}))


def orders(*ids):
    return pd.DataFrame({"id": ids, "name": [f"n{i}" for i in ids], "y": [2000 + i % 2 for i in ids]})


@scenario
def a_data_set_is_written_grown_and_read(lake):
    of = {"database": lake.database, "table": "orders"}
    write = {"path": lake.path("orders"), "dataset": True, "partition_cols": ["y"], **of}
    wr.s3.to_parquet(orders(1, 2, 3), glue_table_settings={"description": "d", "columns_comments": {"id": "k"}}, **write)
    same(wr.catalog.get_table_types(**of), {"id": "bigint", "name": "string", "y": "bigint"})
    same(sorted(wr.catalog.get_partitions(**of).values()), [["2000"], ["2001"]])
    wr.s3.to_parquet(orders(4).assign(note="new"), mode="append", **write)
    same(list(wr.catalog.get_table_types(**of)), ["id", "name", "note", "y"])
    same(read(**of), [1, 2, 3, 4])
    same(read(partition_filter=lambda p: p["y"] == "2001", **of), [1, 3])
    wr.s3.to_parquet(orders(5), mode="overwrite_partitions", **write)
    same(read(**of), [2, 4, 5])
    wr.s3.to_parquet(orders(6), mode="overwrite", **write)
    same(read(**of), [6])
    same(list(wr.catalog.get_partitions(**of).values()), [["2000"]])
    wr.s3.to_parquet(orders(7), mode="overwrite", **{**write, "partition_cols": ["name"]})
    same(list(wr.catalog.get_partitions(**of).values()), [["n7"]])
    same(read(**of), [7])


def read(**of):
    return sorted(wr.s3.read_parquet_table(validate_schema=False, **of)["id"])


@scenario
def csv_and_json_data_sets_are_tables_too(lake):
    for name, write in (("c", wr.s3.to_csv), ("j", wr.s3.to_json)):
        more = {} if name == "c" else {"orient": "records", "lines": True}
        of = {"database": lake.database, "table": name}
        write(orders(1, 2), path=lake.path(name), dataset=True, index=False, **of, **more)
        same(wr.catalog.get_table_types(**of), {"id": "bigint", "name": "string", "y": "bigint"})


@scenario
def a_table_is_stored_from_files_that_are_there(lake):
    wr.s3.to_parquet(orders(1, 2, 3), path=lake.path("found"), dataset=True, partition_cols=["y"])
    columns, keys, partitions = wr.s3.store_parquet_metadata(
        path=lake.path("found"), database=lake.database, table="found", dataset=True)
    same((columns, keys), ({"id": "bigint", "name": "string"}, {"y": "string"}))
    same(sorted(partitions.values()), [["2000"], ["2001"]])
    same(sorted(wr.s3.read_parquet_table(database=lake.database, table="found")["id"]), [1, 2, 3])


@scenario
def what_is_not_there_is_refused(lake):
    refused("EntityNotFoundException", lambda: wr.catalog.get_table_location(lake.database, "none"))
    refused("EntityNotFoundException", lambda: wr.catalog.get_partitions(lake.database, "none"))
    refused("EntityNotFoundException", lambda: wr.catalog.delete_database(name="nowhere"))
    refused("InvalidInputException", lambda: wr.catalog.get_partitions(expression="x = 1", **lake.parquet()))


run(Lake)
