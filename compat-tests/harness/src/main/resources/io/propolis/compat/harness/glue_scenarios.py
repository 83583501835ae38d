"""boto3 and PyIceberg's GlueCatalog: see scenarios.py."""

import datetime
import json
import threading
import time

import pyarrow as pa
from botocore.exceptions import ClientError
from pyiceberg.catalog.glue import GlueCatalog
from pyiceberg.exceptions import (
    CommitFailedException,
    NamespaceAlreadyExistsError,
    NamespaceNotEmptyError,
    NoSuchNamespaceError,
    NoSuchTableError,
    TableAlreadyExistsError,
)
from pyiceberg.schema import Schema
from pyiceberg.types import LongType, NestedField, StringType
from scenarios import ENDPOINT, FOLDER, REGION, TEXT, Given, client, refused, run, same, scenario

WRITERS = 16


class Catalogs(Given):
    def iceberg(self):
        return GlueCatalog(
            "glue",
            **{
                "glue.endpoint": ENDPOINT,
                "glue.region": REGION,
                "glue.access-key-id": "compat",
                "glue.secret-access-key": "secret",
                "warehouse": (FOLDER / "iceberg").as_uri(),
                "py-io-impl": "pyiceberg.io.pyarrow.PyArrowFileIO",
            },
        )


@scenario
def databases_come_back_as_they_were_written(given):
    glue = given.glue
    glue.update_database(
        Name=given.database,
        DatabaseInput={"Name": given.database, "Description": "d", "LocationUri": "s3://b/d", "Parameters": {"a": "b"}},
    )
    database = glue.get_database(Name=given.database.upper())["Database"]
    same(database["Description"], "d")
    same(database["LocationUri"], "s3://b/d")
    same(database["Parameters"], {"a": "b"})
    assert database["CreateTime"].year > 2000
    names = [each["Name"] for page in glue.get_paginator("get_databases").paginate(
        PaginationConfig={"PageSize": 1}) for each in page["DatabaseList"]]
    assert given.database in names and "default" in names
    same(names, sorted(names))
    refused("AlreadyExistsException", glue.create_database, DatabaseInput={"Name": given.database})
    refused("EntityNotFoundException", glue.get_database, Name="nowhere")


@scenario
def tables_have_versions_and_stale_ones_are_refused(given):
    glue = given.glue
    given.table()
    same(given.of()["VersionId"], "0")
    for owner in ("ann", "bob"):
        table = {"Name": "orders", "Owner": owner}
        glue.update_table(DatabaseName=given.database, TableInput=table, VersionId=given.of()["VersionId"])
    versions = glue.get_paginator("get_table_versions").paginate(DatabaseName=given.database, TableName="orders")
    same([v["VersionId"] for page in versions for v in page["TableVersions"]], ["2", "1", "0"])
    words = refused(
        "ConcurrentModificationException",
        glue.update_table,
        DatabaseName=given.database,
        TableInput={"Name": "orders"},
        VersionId="0",
    )
    assert words.startswith("Update table failed due to concurrent modifications."), words
    refused("EntityNotFoundException", glue.get_table, DatabaseName=given.database, Name="none")
    refused("EntityNotFoundException", glue.delete_table, DatabaseName=given.database, Name="none")


@scenario
def validation_speaks_as_aws_does(given):
    glue = client(parameter_validation=False)
    words = refused("ValidationException", glue.get_tables, DatabaseName="", MaxResults=1000)
    same(
        words,
        "2 validation errors detected: Value '' at 'databaseName' failed to satisfy constraint: Member must have "
        "length greater than or equal to 1; Value '1000' at 'maxResults' failed to satisfy constraint: Member must "
        "have value less than or equal to 100",
    )


@scenario
def partitions_are_paged_segmented_and_filtered(given):
    glue = given.glue
    of = given.table(keys=[("day", "date"), ("n", "int")])
    location = given.of()["StorageDescriptor"]
    inputs = [
        {"Values": [f"2026-01-{1 + n % 28:02d}", str(n)], "StorageDescriptor": {**location, "Location": f"s3://b/{n}"}}
        for n in range(250)
    ]
    for start in range(0, 250, 100):
        same(glue.batch_create_partition(PartitionInputList=inputs[start : start + 100], **of)["Errors"], [])
    again = glue.batch_create_partition(PartitionInputList=inputs[:2], **of)["Errors"]
    same([e["ErrorDetail"]["ErrorCode"] for e in again], ["AlreadyExistsException"] * 2)
    pages = glue.get_paginator("get_partitions")
    everything = [p["Values"][1] for page in pages.paginate(PaginationConfig={"PageSize": 60}, **of) for p in page["Partitions"]]
    same(sorted(map(int, everything)), list(range(250)))
    segments = [
        p["Values"][1]
        for s in range(4)
        for page in pages.paginate(Segment={"SegmentNumber": s, "TotalSegments": 4}, **of)
        for p in page["Partitions"]
    ]
    same(sorted(segments), sorted(everything))
    some = glue.get_partitions(Expression="day = '2026-01-02' AND n BETWEEN 20 AND 60", **of)["Partitions"]
    same([p["Values"][1] for p in some], ["29", "57"])
    bare = glue.get_partitions(ExcludeColumnSchema=True, Expression="n = 3", **of)["Partitions"][0]
    assert "Columns" not in bare["StorageDescriptor"]
    same(bare["StorageDescriptor"]["Location"], "s3://b/3")
    refused("InvalidInputException", glue.get_partitions, Expression="x = 1", **of)
    got = glue.batch_get_partition(PartitionsToGet=[{"Values": inputs[0]["Values"]}, {"Values": ["2000-01-01", "1"]}], **of)
    same((len(got["Partitions"]), got["UnprocessedKeys"]), (1, []))
    gone = glue.batch_delete_partition(PartitionsToDelete=[{"Values": inputs[0]["Values"]}, {"Values": ["2000-01-01", "1"]}], **of)
    same([e["ErrorDetail"]["ErrorCode"] for e in gone["Errors"]], ["EntityNotFoundException"])
    refused("EntityNotFoundException", glue.get_partition, PartitionValues=inputs[0]["Values"], **of)


@scenario
def members_that_no_sdk_knows_yet_come_back(given):
    newer, replies = client(), []

    def add(params, **_):
        body = json.loads(params["body"])
        body["TableInput"]["NewerThanAll"] = {"a": [1, "b", {"c": 2.5}]}
        body["TableInput"]["StorageDescriptor"]["Columns"][0]["NewerPart"] = "x"
        params["body"] = json.dumps(body).encode()

    newer.meta.events.register("before-call.glue.CreateTable", add)
    newer.meta.events.register("after-call.glue", lambda http_response, **_: replies.append(http_response.content))
    table = {"Name": "orders", "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "int"}], **TEXT}}
    newer.create_table(DatabaseName=given.database, TableInput=table)
    newer.get_table(DatabaseName=given.database, Name="orders")
    newer.get_tables(DatabaseName=given.database)
    newer.search_tables(Filters=[{"Key": "DatabaseName", "Value": given.database}])
    _, one, some, found = (json.loads(reply) for reply in replies)
    for got in (one["Table"], some["TableList"][0], found["TableList"][0]):
        same(got["NewerThanAll"], {"a": [1, "b", {"c": 2.5}]})
        same(got["StorageDescriptor"]["Columns"][0]["NewerPart"], "x")


@scenario
def a_token_goes_on_where_it_was_while_tables_come_and_go(given):
    glue = given.glue
    for n in range(10):
        given.table(f"t{n}")
    page = glue.get_tables(DatabaseName=given.database, MaxResults=4)
    names = [table["Name"] for table in page["TableList"]]
    same(names, ["t0", "t1", "t2", "t3"])
    glue.delete_table(DatabaseName=given.database, Name="t3")
    glue.delete_table(DatabaseName=given.database, Name="t5")
    given.table("t00")
    given.table("t8b")
    while "NextToken" in page:
        page = glue.get_tables(DatabaseName=given.database, MaxResults=4, NextToken=page["NextToken"])
        names += [table["Name"] for table in page["TableList"]]
    same(names[4:], ["t4", "t6", "t7", "t8", "t8b", "t9"])
    refused("InvalidInputException", glue.get_tables, DatabaseName=given.database, NextToken="made-up")


@scenario
def tables_are_searched_by_filters_in_order_and_by_pages(given):
    glue, of = given.glue, {"Key": "DatabaseName", "Value": given.database}
    for n in range(5):
        given.table(
            f"find_{n}", Owner="ann" if n % 2 else "bob", Parameters={"tier": str(n // 3), "label": f"label{n}"})

    def found(*filters, **more):
        request, names = {"Filters": [of, *filters], "MaxResults": 2, **more}, []
        while True:
            page = glue.search_tables(**request)
            names += [table["Name"] for table in page["TableList"]]
            if "NextToken" not in page:
                return names
            request["NextToken"] = page["NextToken"]

    same(found(SortCriteria=[{"FieldName": "Name", "Sort": "DESC"}]), [f"find_{n}" for n in (4, 3, 2, 1, 0)])
    same(sorted(found({"Key": "Owner", "Value": "ann"})), ["find_1", "find_3"])
    same(found({"Key": "tier", "Value": "1"}, SortCriteria=[{"FieldName": "Name", "Sort": "ASC"}]), ["find_3", "find_4"])
    same(found({"Key": "UpdateTime", "Value": "2020-01-01T00:00:00Z", "Comparator": "LESS_THAN"}), [])
    same(len(found({"Key": "CreateTime", "Value": "1577836800", "Comparator": "GREATER_THAN"})), 5)
    # A number alone may begin the name of the database, which has the process's in it.
    same(found(SearchText="find label2"), ["find_2"])
    refused("InvalidInputException", glue.search_tables, SortCriteria=[{"FieldName": "nothing", "Sort": "ASC"}])


@scenario
def statistics_and_functions_come_back(given):
    glue = given.glue
    of = given.table()
    data = {"Type": "LONG", "LongColumnStatisticsData": {
        "MinimumValue": 1, "MaximumValue": 5, "NumberOfNulls": 0, "NumberOfDistinctValues": 5}}
    put = glue.update_column_statistics_for_table(ColumnStatisticsList=[
        {"ColumnName": name, "ColumnType": "bigint", "AnalyzedTime": 1700000000, "StatisticsData": data}
        for name in ("id", "none")], **of)
    same([e["Error"]["ErrorCode"] for e in put["Errors"]], ["EntityNotFoundException"])
    got = glue.get_column_statistics_for_table(ColumnNames=["id", "name"], **of)
    same(got["ColumnStatisticsList"][0]["StatisticsData"], data)
    same([e["ColumnName"] for e in got["Errors"]], ["name"])
    glue.delete_column_statistics_for_table(ColumnName="id", **of)
    function = {"FunctionName": "f", "ClassName": "F", "OwnerType": "USER", "ResourceUris": []}
    glue.create_user_defined_function(DatabaseName=given.database, FunctionInput=function)
    same([f["ClassName"] for f in glue.get_user_defined_functions(Pattern="f.*", DatabaseName=given.database)["UserDefinedFunctions"]], ["F"])
    refused("EntityNotFoundException", glue.get_user_defined_function, DatabaseName=given.database, FunctionName="g")


@scenario
def dropping_a_database_takes_all_with_it(given):
    given.table()
    given.glue.delete_database(Name=given.database)
    refused("EntityNotFoundException", given.glue.get_tables, DatabaseName=given.database)


@scenario
def clients_learn_who_they_are(given):
    same(len(client("sts").get_caller_identity()["Account"]), 12)
    assert client("iam").get_role(RoleName="jobs")["Role"]["Arn"].endswith(":role/jobs")
    refused("ResourceNotFoundException", client("logs").filter_log_events, logGroupName="/aws-glue/jobs/output")


@scenario
def operations_that_are_not_there_are_refused(given):
    try:
        given.glue.start_job_run(JobName="j")
        raise AssertionError("not refused")
    except ClientError as error:
        assert "is not supported by this server" in error.response["Error"]["Message"]


SCHEMA = Schema(NestedField(1, "id", LongType()), NestedField(2, "name", StringType()))


def rows(*ids):
    return pa.table({"id": pa.array(ids, pa.int64()), "name": pa.array([str(i) for i in ids])})


@scenario
def iceberg_tables_are_made_written_and_read(given):
    catalog = given.iceberg()
    name = (given.database, "ice")
    table = catalog.create_table(name, SCHEMA)
    table.append(rows(1, 2))
    table.append(rows(3))
    same(sorted(catalog.load_table(name).scan().to_arrow()["id"].to_pylist()), [1, 2, 3])
    same(catalog.list_tables(given.database), [name])
    stored = given.of("ice")
    same(stored["Parameters"]["table_type"], "ICEBERG")
    same([c["Name"] for c in stored["StorageDescriptor"]["Columns"]], ["id", "name"])


@scenario
def iceberg_catalog_refuses_as_iceberg_expects(given):
    catalog = given.iceberg()
    name = (given.database, "ice")
    catalog.create_table(name, SCHEMA)
    for error, call in (
        (TableAlreadyExistsError, lambda: catalog.create_table(name, SCHEMA)),
        (NamespaceAlreadyExistsError, lambda: catalog.create_namespace(given.database)),
        (NamespaceNotEmptyError, lambda: catalog.drop_namespace(given.database)),
        (NoSuchNamespaceError, lambda: catalog.load_namespace_properties("nowhere")),
        (NoSuchTableError, lambda: catalog.load_table((given.database, "none"))),
        (NoSuchTableError, lambda: catalog.drop_table((given.database, "none"))),
    ):
        try:
            call()
        except error:
            continue
        raise AssertionError(f"no {error.__name__}")
    catalog.rename_table(name, (given.database, "ice2"))
    same(catalog.list_tables(given.database), [(given.database, "ice2")])
    catalog.update_namespace_properties(given.database, updates={"comment": "c"})
    same(catalog.load_namespace_properties(given.database)["comment"], "c")
    catalog.drop_table((given.database, "ice2"))
    catalog.drop_namespace(given.database)


@scenario
def a_stale_iceberg_commit_is_made_again_on_what_is_there(given):
    catalog = given.iceberg()
    name = (given.database, "ice")
    catalog.create_table(name, SCHEMA)
    one, other = catalog.load_table(name), catalog.load_table(name)
    one.append(rows(1))
    other.append(rows(2))
    same(sorted(catalog.load_table(name).scan().to_arrow()["id"].to_pylist()), [1, 2])


@scenario
def sixteen_writers_of_one_iceberg_table_lose_nothing(given):
    name = (given.database, "ice")
    given.iceberg().create_table(name, SCHEMA)
    failures = []

    def write(number):
        catalog = given.iceberg()
        for _ in range(200):
            try:
                catalog.load_table(name).append(rows(number))
                return
            except CommitFailedException:
                continue
            except Exception as failure:
                failures.append(failure)
                return
        failures.append(AssertionError("never committed"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    same(failures, [])
    same(sorted(given.iceberg().load_table(name).scan().to_arrow()["id"].to_pylist()), list(range(WRITERS)))


@scenario
def an_iceberg_table_made_with_boto3_is_loaded_and_appended_to(given):
    glue = given.glue
    location = (FOLDER / given.database / "made").as_uri()
    fields = [
        {"Id": 1, "Name": "id", "Type": "long", "Required": True, "Doc": "the key"},
        {"Id": 2, "Name": "day", "Type": "date", "Required": False},
        {
            "Id": 3,
            "Name": "tags",
            "Type": {"type": "list", "element-id": 4, "element": "string", "element-required": False},
            "Required": False,
        },
    ]
    description = {
        "Location": location,
        "Schema": {"SchemaId": 0, "Type": "struct", "Fields": fields, "IdentifierFieldIds": [1]},
        "PartitionSpec": {"Fields": [{"SourceId": 2, "Transform": "month", "Name": "month", "FieldId": 1000}]},
        "WriteOrder": {
            "OrderId": 1,
            "Fields": [{"SourceId": 1, "Transform": "identity", "Direction": "desc", "NullOrder": "nulls-last"}],
        },
        "Properties": {"write.format.default": "parquet"},
    }

    def create(name, described):
        glue.create_table(
            DatabaseName=given.database,
            Name=name,
            OpenTableFormatInput={
                "IcebergInput": {
                    "MetadataOperation": "CREATE",
                    "Version": "2",
                    "CreateIcebergTableInput": described,
                }
            },
        )

    create("made", description)
    refused("AlreadyExistsException", create, name="made", described=description)
    refused("InvalidInputException", create, name="bad", described={**description, "PartitionSpec": {"Fields": [
        {"SourceId": 9, "Transform": "day", "Name": "d"}]}})
    table = given.iceberg().load_table(f"{given.database}.made")
    same(table.schema().find_field("id").required, True)
    same(table.schema().identifier_field_ids, [1])
    same([(f.name, str(f.transform)) for f in table.spec().fields], [("month", "month")])
    same([(f.source_id, f.direction.name) for f in table.sort_order().fields], [(1, "DESC")])
    same(table.properties["write.format.default"], "parquet")

    rows = pa.table(
        {"id": [1, 2], "day": [datetime.date(2026, 1, 2), datetime.date(2026, 2, 3)], "tags": [["a"], []]},
        schema=pa.schema([
            pa.field("id", pa.int64(), nullable=False),
            pa.field("day", pa.date32()),
            pa.field("tags", pa.list_(pa.string())),
        ]),
    )
    table.append(rows)
    updates = [{
        "Schema": {"Fields": [*fields, {"Id": 5, "Name": "note", "Type": "string", "Required": False}],
                   "IdentifierFieldIds": [1]},
        "Location": location,
        "Properties": {"owner": "ann"},
    }]
    glue.update_table(
        DatabaseName=given.database,
        Name="made",
        UpdateOpenTableFormatInput={"UpdateIcebergInput": {"UpdateIcebergTableInput": {"Updates": updates}}},
    )
    fresh = given.iceberg().load_table(f"{given.database}.made")
    same([field.name for field in fresh.schema().fields], ["id", "day", "tags", "note"])
    same(fresh.properties["owner"], "ann")
    same(sorted(fresh.scan().to_arrow()["id"].to_pylist()), [1, 2])
    same(len(fresh.scan(row_filter="day = '2026-01-02'").to_arrow()), 1)
    columns = glue.get_table(DatabaseName=given.database, Name="made")["Table"]["StorageDescriptor"]["Columns"]
    same([(c["Name"], c["Type"]) for c in columns][2:], [("tags", "array<string>"), ("note", "string")])


def ended(glue, name):
    for _ in range(300):
        crawler = glue.get_crawler(Name=name)["Crawler"]
        if crawler["State"] == "READY" and "LastCrawl" in crawler:
            return crawler
        time.sleep(0.2)
    raise AssertionError(f"crawler {name} does not end: {crawler}")


@scenario
def a_crawler_crawls_and_its_tables_are_there(given):
    glue = client()
    name = given.database + "_crawler"
    lake = FOLDER / name / "orders" / "day=2026-01-01"
    lake.mkdir(parents=True)
    (lake / "a.csv").write_text("id;name\n1;one\n2;two\n")
    glue.create_classifier(CsvClassifier={"Name": name, "Delimiter": ";", "ContainsHeader": "PRESENT"})
    glue.create_crawler(
        Name=name,
        Role="crawl",
        DatabaseName=given.database,
        Targets={"S3Targets": [{"Path": (FOLDER / name).as_uri()}]},
        Classifiers=[name],
        Schedule="cron(0 3 * * ? *)",
        Tags={"team": "lake"},
    )
    refused("AlreadyExistsException", glue.create_crawler, Name=name, Role="r", Targets={"S3Targets": [{"Path": "s3://b"}]})
    refused("InvalidInputException", glue.update_crawler, Name=name, Schedule="daily")
    same(glue.list_crawlers(Tags={"team": "lake"})["CrawlerNames"].count(name), 1)
    glue.start_crawler(Name=name)
    crawler = ended(glue, name)
    same(crawler["LastCrawl"]["Status"], "SUCCEEDED")
    same(crawler["Schedule"], {"ScheduleExpression": "cron(0 3 * * ? *)", "State": "SCHEDULED"})
    table = glue.get_table(DatabaseName=given.database, Name="orders")["Table"]
    same([(c["Name"], c["Type"]) for c in table["StorageDescriptor"]["Columns"]], [("id", "int"), ("name", "string")])
    same(table["Parameters"]["UPDATED_BY_CRAWLER"], name)
    partitions = glue.get_partitions(DatabaseName=given.database, TableName="orders")["Partitions"]
    same([p["Values"] for p in partitions], [["2026-01-01"]])
    crawls = glue.list_crawls(
        CrawlerName=name, Filters=[{"FieldName": "STATE", "FilterOperator": "EQ", "FieldValue": "COMPLETED"}]
    )["Crawls"]
    same([c["MessagePrefix"] for c in crawls], [crawler["LastCrawl"]["MessagePrefix"]])
    same(glue.get_crawler_metrics(CrawlerNameList=[name])["CrawlerMetricsList"][0]["TablesCreated"], 1)
    events = client("logs").filter_log_events(
        logGroupName=crawls[0]["LogGroup"], logStreamNames=[crawls[0]["LogStream"]], filterPattern='"orders ("'
    )["events"]
    assert "because" in events[0]["message"], events
    glue.stop_crawler_schedule(CrawlerName=name)
    refused("SchedulerNotRunningException", glue.stop_crawler_schedule, CrawlerName=name)
    refused("CrawlerNotRunningException", glue.stop_crawler, Name=name)
    glue.delete_crawler(Name=name)
    refused("EntityNotFoundException", glue.get_crawler, Name=name)
    glue.delete_classifier(Name=name)


@scenario
def a_crawl_that_cannot_be_done_fails_and_says_why(given):
    glue = client()
    name = given.database + "_homeless"
    definition = {"Name": name, "Role": "r", "Targets": {"S3Targets": [{"Path": "/nowhere"}]}}
    refused("InvalidInputException", glue.create_crawler, CrawlerSecurityConfiguration="nowhere", **definition)
    glue.create_security_configuration(Name=name, EncryptionConfiguration={})
    glue.create_crawler(CrawlerSecurityConfiguration=name, **definition)
    glue.start_crawler(Name=name)
    last = ended(glue, name)["LastCrawl"]
    same(last["Status"], "FAILED")
    assert "Key DatabaseName is missing" in last["ErrorMessage"], last
    glue.delete_crawler(Name=name)
    glue.delete_security_configuration(Name=name)


run(Catalogs)
