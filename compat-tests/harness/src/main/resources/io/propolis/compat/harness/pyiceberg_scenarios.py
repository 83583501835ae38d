"""Runs every scenario of PyIceberg's Hive catalog against the metastore sys.argv[1], keeping files below sys.argv[2].

Prints one line for each scenario: "@passed name", or "@failed name" with its trace on "@detail" lines; "@done" at the
end.
"""

import itertools
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from hive_metastore.ttypes import (
    FieldSchema,
    LockComponent,
    LockLevel,
    LockRequest,
    LockState,
    LockType,
    MetaException,
    SerDeInfo,
    ShowLocksRequest,
    StorageDescriptor,
    UnlockRequest,
)
from hive_metastore.ttypes import Table as HiveTable
from pyiceberg.catalog.hive import HiveCatalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NamespaceAlreadyExistsError,
    NamespaceNotEmptyError,
    NoSuchIcebergTableError,
    NoSuchNamespaceError,
    NoSuchTableError,
    TableAlreadyExistsError,
)
from pyiceberg.expressions import EqualTo
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.transforms import IdentityTransform, MonthTransform
from pyiceberg.types import (
    BinaryType,
    BooleanType,
    DateType,
    DecimalType,
    DoubleType,
    FixedType,
    FloatType,
    IntegerType,
    ListType,
    LongType,
    MapType,
    NestedField,
    StringType,
    StructType,
    TimestampType,
    TimestamptzType,
    TimeType,
    UUIDType,
)

URI, FOLDER = sys.argv[1], Path(sys.argv[2])
ORDERS = Schema(
    NestedField(1, "id", LongType(), required=False, doc="of the order"),
    NestedField(2, "shop", StringType(), required=False),
)
SCENARIOS = []
NUMBERS = itertools.count(1)


def scenario(function):
    SCENARIOS.append(function)
    return function


def new_catalog(**properties):
    return HiveCatalog("hive", **{"uri": URI, **properties})


@contextmanager
def refused(error, text=""):
    """The block must end in this error, whose message has that text."""
    try:
        yield
    except error as e:
        assert text in str(e), f"{text!r} is not in {e!r}"
        return
    raise AssertionError(f"nothing was refused, {error.__name__} was expected")


def same(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


class Given:
    """A catalog with a namespace of its own for one scenario."""

    def __init__(self):
        self.catalog = new_catalog()
        self.namespace = f"pyiceberg_{next(NUMBERS)}"
        self.folder = FOLDER / self.namespace
        self.catalog.create_namespace(self.namespace, {"location": self.folder.as_uri()})

    def name(self, table):
        return f"{self.namespace}.{table}"

    def table(self, name="orders", schema=ORDERS, **more):
        return self.catalog.create_table(self.name(name), schema, **more)

    def other_namespace(self):
        name = f"pyiceberg_{next(NUMBERS)}"
        self.catalog.create_namespace(name, {"location": (FOLDER / name).as_uri()})
        return name

    def hive(self, name="orders"):
        with self.catalog._client as client:
            return client.get_table(self.namespace, name)

    def hive_object(self, name, kind, parameters=None, **more):
        storage = StorageDescriptor(
            cols=[FieldSchema("id", "bigint", None)],
            location=None if kind == "VIRTUAL_VIEW" else (self.folder / name).as_uri(),
            inputFormat="org.apache.hadoop.mapred.TextInputFormat",
            outputFormat="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            serdeInfo=SerDeInfo(serializationLib="org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"),
        )
        table = HiveTable(tableName=name, dbName=self.namespace, sd=storage, tableType=kind, parameters=parameters or {})
        for field, value in more.items():
            setattr(table, field, value)
        with self.catalog._client as client:
            client.create_table(table)


def rows(*ids, shop="one"):
    return pa.table({"id": pa.array(ids, pa.int64()), "shop": pa.array([shop] * len(ids), pa.string())})


def ids(table):
    return sorted(table.scan().to_arrow()["id"].to_pylist())


@scenario
def namespaces_are_created_changed_listed_and_dropped(given):
    catalog, name = given.catalog, given.namespace + "_more"
    catalog.create_namespace(name, {"comment": "all shops", "team": "sales"})
    with refused(NamespaceAlreadyExistsError, name):
        catalog.create_namespace(name)
    assert catalog.namespace_exists(name)
    assert (name,) in catalog.list_namespaces()
    same(catalog.list_namespaces(name), [])
    summary = catalog.update_namespace_properties(name, removals={"team", "nothing"}, updates={"owner": "us"})
    same((summary.removed, summary.updated, summary.missing), (["team"], ["owner"], ["nothing"]))
    properties = catalog.load_namespace_properties(name)
    same({key: properties[key] for key in ("comment", "owner")}, {"comment": "all shops", "owner": "us"})
    assert "team" not in properties and properties["location"], properties
    catalog.drop_namespace(name)
    assert not catalog.namespace_exists(name)
    with refused(NoSuchNamespaceError, name):
        catalog.load_namespace_properties(name)
    with refused(NoSuchNamespaceError, name):
        catalog.update_namespace_properties(name, updates={"a": "b"})
    with refused(NoSuchNamespaceError, name):
        catalog.drop_namespace(name)


@scenario
def a_namespace_with_a_table_is_not_dropped(given):
    given.table()
    with refused(NamespaceNotEmptyError, given.namespace):
        given.catalog.drop_namespace(given.namespace)
    same(given.catalog.list_tables(given.namespace), [(given.namespace, "orders")])


@scenario
def a_table_is_created_loaded_and_listed(given):
    created = given.table(properties={"owner": "sales", "team": "north"})
    loaded = given.catalog.load_table(given.name("orders"))
    same(loaded.metadata, created.metadata)
    same(loaded.metadata_location, created.metadata_location)
    same(loaded.location(), (given.folder / "orders").as_uri())
    with refused(TableAlreadyExistsError, "orders"):
        given.table()
    assert given.catalog.create_table_if_not_exists(given.name("orders"), ORDERS).metadata == created.metadata
    hive = given.hive()
    same((hive.tableType, hive.owner), ("EXTERNAL_TABLE", "sales"))
    same(hive.parameters["table_type"], "ICEBERG")
    same(hive.parameters["metadata_location"], created.metadata_location)
    same([(c.name, c.type, c.comment) for c in hive.sd.cols], [("id", "bigint", "of the order"), ("shop", "string", None)])


@scenario
def what_is_missing_is_said_to_be_missing(given):
    catalog, nothing = given.catalog, given.name("nothing")
    assert not catalog.table_exists(nothing)
    for call in (catalog.load_table, catalog.drop_table, lambda name: catalog.rename_table(name, given.name("other"))):
        with refused(NoSuchTableError, "nothing"):
            call(nothing)
    for call in (catalog.load_table, catalog.drop_table):
        with refused(NoSuchTableError):
            call("no_such_namespace.orders")
    with refused(NoSuchNamespaceError, "no_such_namespace"):
        catalog.create_table("no_such_namespace.orders", ORDERS)


@scenario
def columns_of_every_type_are_kept(given):
    types = [
        (BooleanType(), "boolean"),
        (IntegerType(), "int"),
        (LongType(), "bigint"),
        (FloatType(), "float"),
        (DoubleType(), "double"),
        (DecimalType(38, 10), "decimal(38,10)"),
        (DateType(), "date"),
        (TimeType(), "string"),
        (TimestampType(), "timestamp"),
        (TimestamptzType(), "timestamp with local time zone"),
        (StringType(), "string"),
        (UUIDType(), "string"),
        (FixedType(16), "binary"),
        (BinaryType(), "binary"),
        (ListType(101, TimestamptzType(), False), "array<timestamp with local time zone>"),
        (MapType(102, StringType(), 103, LongType(), False), "map<string,bigint>"),
        (
            StructType(NestedField(104, "a", IntegerType(), False), NestedField(105, "b c", StringType(), False)),
            "struct<a:int,b c:string>",
        ),
    ]
    schema = Schema(*(NestedField(n, f"c{n}", kind, required=False) for n, (kind, _) in enumerate(types, 1)))
    created = given.table(schema=schema)
    same([column.type for column in given.hive().sd.cols], [text for _, text in types])
    same(given.catalog.load_table(given.name("orders")).schema(), created.schema())


@scenario
def rows_are_appended_overwritten_deleted_and_read(given):
    table = given.table()
    table.append(rows(1, 2))
    table.append(rows(3, shop="two"))
    same(ids(given.catalog.load_table(given.name("orders"))), [1, 2, 3])
    table.delete(EqualTo("id", 2))
    table.overwrite(rows(9, shop="two"), overwrite_filter=EqualTo("shop", "two"))
    same(ids(given.catalog.load_table(given.name("orders"))), [1, 9])
    hive = given.hive()
    same(hive.parameters["metadata_location"], table.metadata_location)
    same(hive.parameters["previous_metadata_location"], table.metadata.metadata_log[-1].metadata_file)


@scenario
def partitions_and_their_specification_change(given):
    schema = Schema(NestedField(1, "id", LongType(), False), NestedField(2, "day", DateType(), False))
    spec = PartitionSpec(PartitionField(2, 1000, MonthTransform(), "month"))
    table = given.table(schema=schema, partition_spec=spec)
    days = pa.array([19723, 19754], pa.int32()).cast(pa.date32())
    table.append(pa.table({"id": pa.array([1, 2], pa.int64()), "day": days}))
    with table.update_spec() as update:
        update.add_field("id", IdentityTransform(), "by_id")
    table.append(pa.table({"id": pa.array([3], pa.int64()), "day": days.slice(0, 1)}))
    loaded = given.catalog.load_table(given.name("orders"))
    same(ids(loaded), [1, 2, 3])
    same([field.name for field in loaded.spec().fields], ["month", "by_id"])
    same(given.hive().partitionKeys, [])


@scenario
def the_columns_in_hive_follow_the_schema(given):
    table = given.table()
    table.append(rows(1))
    with table.update_schema() as update:
        update.add_column("price", IntegerType())
        update.add_column("address", StructType(NestedField(50, "city", StringType(), False)))
        update.rename_column("shop", "store")
        update.move_first("shop")
    with table.update_schema() as update:
        update.update_column("price", LongType())
        update.add_column(("address", "zip"), StringType())
    columns = [(column.name, column.type) for column in given.hive().sd.cols]
    same(
        columns,
        [("store", "string"), ("id", "bigint"), ("price", "bigint"), ("address", "struct<city:string,zip:string>")],
    )
    with table.update_schema(allow_incompatible_changes=True) as update:
        update.delete_column("id")
        update.delete_column("price")
    same([column.name for column in given.hive().sd.cols], ["store", "address"])
    same(given.catalog.load_table(given.name("orders")).scan().to_arrow()["store"].to_pylist(), ["one"])


@scenario
def properties_are_set_and_removed_beside_those_of_hive(given):
    table = given.table()
    hive = given.hive()
    hive.parameters["of.hive"] = "kept"
    with given.catalog._client as client:
        client.alter_table(given.namespace, "orders", hive)
    long = "x" * 3_000_000
    table.transaction().set_properties({"team": "north", "long": long}).commit_transaction()
    same([given.hive().parameters[key] for key in ("team", "long", "of.hive")], ["north", long, "kept"])
    table.transaction().remove_properties("team", "long").commit_transaction()
    parameters = given.hive().parameters
    same((parameters.get("team"), parameters.get("long"), parameters.get("of.hive")), (None, None, "kept"))


@scenario
def tables_are_renamed_within_a_namespace_and_to_another(given):
    given.table().append(rows(1))
    other = given.other_namespace()
    given.catalog.rename_table(given.name("orders"), given.name("sales"))
    moved = given.catalog.rename_table(given.name("sales"), f"{other}.sales")
    same(ids(moved), [1])
    moved.append(rows(2))
    same(ids(given.catalog.load_table(f"{other}.sales")), [1, 2])
    same(given.catalog.list_tables(given.namespace), [])
    same(given.catalog.list_tables(other), [(other, "sales")])


@scenario
def a_rename_to_a_taken_name_or_a_missing_namespace_is_refused(given):
    given.table()
    given.table("sales")
    with refused(TableAlreadyExistsError, "sales"):
        given.catalog.rename_table(given.name("orders"), given.name("sales"))
    with refused(NoSuchNamespaceError, "no_such_namespace"):
        given.catalog.rename_table(given.name("orders"), "no_such_namespace.orders")
    same(sorted(given.catalog.list_tables(given.namespace)), [(given.namespace, "orders"), (given.namespace, "sales")])


@scenario
def a_dropped_table_leaves_its_files_and_is_registered_again(given):
    table = given.table(properties={"external.table.purge": "true"})
    table.append(rows(1, 2))
    given.catalog.drop_table(given.name("orders"))
    assert not given.catalog.table_exists(given.name("orders"))
    again = given.catalog.register_table(given.name("orders"), table.metadata_location)
    same(ids(again), [1, 2])
    with refused(TableAlreadyExistsError, "orders"):
        given.catalog.register_table(given.name("orders"), table.metadata_location)
    with refused(NotImplementedError):  # PyIceberg's own answer: it asks no server
        given.catalog.purge_table(given.name("orders"))


@scenario
def a_table_and_its_first_rows_are_created_in_one_transaction(given):
    with given.catalog.create_table_transaction(given.name("orders"), ORDERS) as transaction:
        transaction.append(rows(1))
        assert not given.catalog.table_exists(given.name("orders"))
    same(ids(given.catalog.load_table(given.name("orders"))), [1])


@scenario
def a_commit_on_an_old_read_conflicts_and_is_repeated_when_it_may_be(given):
    given.table(properties={"commit.retry.num-retries": "0"})
    first, second = (new_catalog().load_table(given.name("orders")) for _ in range(2))
    first.append(rows(1))
    with refused(CommitFailedException):
        second.append(rows(2))
    same(ids(given.catalog.load_table(given.name("orders"))), [1])
    first.transaction().set_properties({"commit.retry.num-retries": "4"}).commit_transaction()
    second.refresh()
    first.append(rows(3))
    second.append(rows(4))
    same(ids(given.catalog.load_table(given.name("orders"))), [1, 3, 4])
    same(locks(given), [])


@scenario
def a_commit_that_another_overtook_under_its_lock_is_refused(given):
    """A writer without locks moves the pointer while PyIceberg holds the lock and has read the table."""
    table = given.table(properties={"commit.retry.num-retries": "0"})
    rival = new_catalog()
    rival._create_lock_request = lambda database, name: lock_request(database, name + "_of_nobody")
    write = table.catalog._write_metadata

    def overtaken(*arguments, **more):
        table.catalog._write_metadata = write
        rival.load_table(given.name("orders")).append(rows(1))
        write(*arguments, **more)

    table.catalog._write_metadata = overtaken
    with refused(MetaException, "The table has been modified"):
        table.append(rows(2))
    same(ids(given.catalog.load_table(given.name("orders"))), [1])
    same(locks(given), [])


@scenario
def who_writes_back_an_old_read_undoes_no_commit(given):
    table = given.table()
    old = given.hive()
    table.append(rows(1))
    with given.catalog._client as client, refused(MetaException, "The table has been modified"):
        old.parameters["comment"] = "of all shops"
        client.alter_table(given.namespace, "orders", old)
    same(ids(given.catalog.load_table(given.name("orders"))), [1])


@scenario
def a_lock_of_another_is_waited_for_and_none_is_left(given):
    given.table()
    patient = {"lock-check-min-wait-time": "0.01", "lock-check-max-wait-time": "0.01", "lock-check-retries": "2"}
    table = new_catalog(**patient).load_table(given.name("orders"))
    table.transaction().set_properties({"commit.retry.num-retries": "0"}).commit_transaction()
    with given.catalog._client as client:
        held = client.lock(lock_request(given.namespace, "orders"))
        same(held.state, LockState.ACQUIRED)
        with refused(CommitFailedException, "lock"):
            table.append(rows(1))
        same(locks(given), [held.lockid])
        client.unlock(UnlockRequest(held.lockid))
    table.refresh()
    table.append(rows(2))
    same(ids(table), [2])
    same(locks(given), [])


@scenario
def other_tables_and_views_are_no_iceberg_tables(given):
    given.table()
    given.hive_object("visits", "EXTERNAL_TABLE", {"EXTERNAL": "TRUE"})
    given.hive_object("recent", "VIRTUAL_VIEW", viewOriginalText="SELECT 1", viewExpandedText="SELECT 1")
    given.hive_object(
        "iceberg_view", "VIRTUAL_VIEW", {"table_type": "ICEBERG-VIEW", "metadata_location": "file:/nowhere"}
    )
    same(given.catalog.list_tables(given.namespace), [(given.namespace, "orders")])
    with refused(NoSuchIcebergTableError, "ICEBERG-VIEW"):
        given.catalog.load_table(given.name("iceberg_view"))
    for name in ("visits", "recent", "iceberg_view"):
        with refused(TableAlreadyExistsError, name):
            given.table(name)


@scenario
def branches_and_tags_are_committed(given):
    table = given.table()
    table.append(rows(1))
    with table.manage_snapshots() as manage:
        manage.create_tag(table.current_snapshot().snapshot_id, "first").create_branch(
            table.current_snapshot().snapshot_id, "trial"
        )
    table.append(rows(2), branch="trial")
    loaded = given.catalog.load_table(given.name("orders"))
    same(sorted(loaded.metadata.refs), ["first", "main", "trial"])
    same(ids(loaded), [1])
    same(loaded.scan().use_ref("trial").to_arrow().num_rows, 2)


def lock_request(database, table):
    component = LockComponent(level=LockLevel.TABLE, type=LockType.EXCLUSIVE, dbname=database, tablename=table)
    return LockRequest(component=[component], user="rival", hostname="elsewhere")


def locks(given):
    with given.catalog._client as client:
        return [lock.lockid for lock in client.show_locks(ShowLocksRequest(dbname=given.namespace)).locks]


def main():
    for function in SCENARIOS:
        try:
            function(Given())
            print("@passed " + function.__name__)
        except Exception:
            print("@failed " + function.__name__)
            for line in traceback.format_exc().splitlines():
                print("@detail " + line)
    print("@done", flush=True)


main()
