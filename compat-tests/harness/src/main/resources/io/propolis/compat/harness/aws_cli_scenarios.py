"""The AWS CLI with AWS_ENDPOINT_URL_GLUE and nothing else: see scenarios.py."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from scenarios import ENVIRONMENT, FOLDER, TEXT, Given, run, same, scenario

PROGRAM = str(Path(sys.executable).parent / "aws")
# What version 1 of the AWS CLI ends with when the service refused, and when it was called wrong.
REFUSED, MISUSED = 255, 2


class Shell(Given):
    def __init__(self):
        super().__init__()
        self.here = ("--database-name", self.database)
        self.of_orders = (*self.here, "--table-name", "orders")

    def ended(self, *arguments):
        environment = {**os.environ, **ENVIRONMENT}
        return subprocess.run(
            [PROGRAM, "glue", *arguments], env=environment, capture_output=True, text=True, timeout=120
        )

    def aws(self, *arguments):
        """What it printed, read as JSON; None when that is nothing."""
        ended = self.ended(*arguments)
        same((ended.returncode, ended.stderr.strip()), (0, ""))
        return json.loads(ended.stdout) if ended.stdout.strip() else None

    def text(self, *arguments):
        ended = self.ended(*arguments, "--output", "text")
        same((ended.returncode, ended.stderr.strip()), (0, ""))
        return ended.stdout.strip()

    def refused(self, code, operation, *arguments):
        ended = self.ended(*arguments)
        start = f"An error occurred ({code}) when calling the {operation} operation: "
        assert start in ended.stderr, ended.stderr
        same((ended.returncode, ended.stdout), (REFUSED, ""))
        return ended.stderr.strip().split(start, 1)[1]


def partition(day, number):
    return {"Values": [day, str(number)], "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "bigint"}], **TEXT}}


@scenario
def databases_are_made_changed_listed_and_dropped(shell):
    name = shell.database + "_more"
    shell.aws("create-database", "--database-input", f"Name={name},Description=d,Parameters={{a=b}}")
    shell.aws("update-database", "--name", name, "--database-input", f"Name={name},LocationUri=s3://b/d")
    database = shell.aws("get-database", "--name", name)["Database"]
    same((database["LocationUri"], "Description" in database), ("s3://b/d", False))
    listed = shell.text("get-databases", "--query", f"DatabaseList[?starts_with(Name, '{shell.database}')].Name")
    same(listed.split(), [shell.database, name])
    shell.aws("delete-database", "--name", name)
    words = shell.refused("EntityNotFoundException", "GetDatabase", "get-database", "--name", name)
    same(words, f"Database not found: {name}")


@scenario
def tables_are_made_from_json_changed_and_dropped(shell):
    table = {"Name": "Orders", "Parameters": {"classification": "csv"}, "StorageDescriptor": {
        "Columns": [{"Name": "Id", "Type": "int", "Comment": "the key"}], "Location": shell.location("orders"), **TEXT}}
    file = FOLDER / f"{shell.database}.json"
    file.write_text(json.dumps({"DatabaseName": shell.database, "TableInput": table}))
    shell.aws("create-table", "--cli-input-json", f"file://{file}")
    query = "Table.[Name, Parameters.classification, StorageDescriptor.Columns[0].[Name, Type, Comment]]"
    same(shell.aws("get-table", *shell.here, "--name", "orders", "--query", query),
         ["orders", "csv", ["id", "int", "the key"]])
    shell.aws("update-table", *shell.here, "--table-input", json.dumps({**table, "Owner": "ann"}))
    same(shell.text("get-tables", *shell.here, "--expression", "ord.*", "--query", "TableList[].Owner"), "ann")
    same(shell.refused("AlreadyExistsException", "CreateTable", "create-table", "--cli-input-json", f"file://{file}"),
         f"Table already exists: {shell.database}.orders")
    shell.aws("delete-table", *shell.here, "--name", "orders")
    same(shell.aws("get-tables", *shell.here)["TableList"], [])


@scenario
def partitions_are_added_found_by_an_expression_and_dropped(shell):
    shell.table(keys=[("day", "date"), ("n", "int")])
    batch = json.dumps([partition(f"2026-01-0{1 + n % 3}", n) for n in range(9)])
    same(shell.aws("batch-create-partition", *shell.of_orders, "--partition-input-list", batch), {"Errors": []})
    shell.aws("create-partition", *shell.of_orders, "--partition-input", json.dumps(partition("2026-02-01", 9)))
    found = shell.aws("get-partitions", *shell.of_orders, "--query", "Partitions[].Values[1]",
                      "--expression", "day = '2026-01-02' AND n > 1 OR n IN (0, 9)")
    same(sorted(found), ["0", "4", "7", "9"])
    errors = shell.aws("batch-create-partition", *shell.of_orders, "--partition-input-list", batch,
                       "--query", "Errors[].ErrorDetail.ErrorCode")
    same(errors, ["AlreadyExistsException"] * 9)
    one = ("--partition-values", "2026-02-01", "9")
    changed = json.dumps({**partition("2026-02-01", 9), "Parameters": {"a": "b"}})
    shell.aws("update-partition", *shell.of_orders, "--partition-value-list", *one[1:], "--partition-input", changed)
    same(shell.text("get-partition", *shell.of_orders, *one, "--query", "Partition.Parameters.a"), "b")
    shell.aws("delete-partition", *shell.of_orders, *one)
    shell.refused("EntityNotFoundException", "GetPartition", "get-partition", *shell.of_orders, *one)
    shell.refused("InvalidInputException", "GetPartitions", "get-partitions", *shell.of_orders, "--expression", "x = 1")


@scenario
def pages_are_cut_and_taken_up_again(shell):
    shell.table(keys=[("n", "int")])
    batch = [{"Values": [str(n)], "StorageDescriptor": TEXT} for n in range(50)]
    shell.aws("batch-create-partition", *shell.of_orders, "--partition-input-list", json.dumps(batch))
    read, more = [], ()
    for _ in range(10):
        page = shell.aws("get-partitions", *shell.of_orders, "--page-size", "4", "--max-items", "18", *more)
        read += [int(each["Values"][0]) for each in page["Partitions"]]
        if "NextToken" not in page:
            break
        more = ("--starting-token", page["NextToken"])
    same(sorted(read), list(range(50)))
    one = shell.aws("get-partitions", *shell.of_orders, "--max-results", "7", "--no-paginate")
    same((len(one["Partitions"]), bool(one["NextToken"])), (7, True))
    same(shell.text("get-partitions", *shell.of_orders, "--query", "length(Partitions)"), "50")


@scenario
def versions_are_listed_read_and_dropped(shell):
    shell.table()
    for owner in ("ann", "bob"):
        shell.aws("update-table", *shell.here, "--table-input", f"Name=orders,Owner={owner}")
    same(shell.text("get-table-versions", *shell.of_orders, "--query", "TableVersions[].VersionId"), "2\t1\t0")
    read = ("get-table-version", *shell.of_orders, "--version-id")
    same(shell.text(*read, "1", "--query", "TableVersion.Table.Owner"), "ann")
    words = shell.refused("ConcurrentModificationException", "UpdateTable", "update-table", *shell.here,
                          "--table-input", "Name=orders", "--version-id", "1")
    assert words.startswith("Update table failed due to concurrent modifications."), words
    shell.aws("delete-table-version", *shell.of_orders, "--version-id", "0")
    same(shell.text("get-table-versions", *shell.of_orders, "--query", "TableVersions[].VersionId"), "2\t1")
    shell.refused("EntityNotFoundException", "GetTableVersion", *read, "0")


@scenario
def statistics_are_kept_read_and_dropped(shell):
    shell.table(keys=[("n", "int")])
    data = {"Type": "STRING", "StringColumnStatisticsData": {
        "MaximumLength": 9, "AverageLength": 4.5, "NumberOfNulls": 1, "NumberOfDistinctValues": 7}}
    given = json.dumps([{"ColumnName": "name", "ColumnType": "string", "AnalyzedTime": 1700000000,
                         "StatisticsData": data}])
    shell.aws("create-partition", *shell.of_orders, "--partition-input", json.dumps({"Values": ["1"]}))
    for kind, more in (("table", ()), ("partition", ("--partition-values", "1"))):
        of = (*shell.of_orders, *more)
        shell.aws(f"update-column-statistics-for-{kind}", *of, "--column-statistics-list", given)
        read = (f"get-column-statistics-for-{kind}", *of, "--column-names", "name")
        same(shell.aws(*read)["ColumnStatisticsList"][0]["StatisticsData"], data)
        shell.aws(f"delete-column-statistics-for-{kind}", *of, "--column-name", "name")
        same(shell.aws(*read)["ColumnStatisticsList"], [])


@scenario
def functions_are_made_changed_listed_and_dropped(shell):
    function = "FunctionName=f,ClassName=%s,OwnerName=ann,OwnerType=USER,ResourceUris=[{ResourceType=JAR,Uri=s3://b/j}]"
    shell.aws("create-user-defined-function", *shell.here, "--function-input", function % "F")
    one = (*shell.here, "--function-name", "f")
    shell.aws("update-user-defined-function", *one, "--function-input", function % "G")
    same(shell.aws("get-user-defined-function", *one,
                   "--query", "UserDefinedFunction.[ClassName, ResourceUris[0].Uri]"), ["G", "s3://b/j"])
    same(shell.text("get-user-defined-functions", *shell.here, "--pattern", "f.*",
                    "--query", "UserDefinedFunctions[].FunctionName"), "f")
    shell.aws("delete-user-defined-function", *one)
    shell.refused("EntityNotFoundException", "GetUserDefinedFunction", "get-user-defined-function", *one)


@scenario
def crawlers_have_classifiers_and_schedules(shell):
    folder = FOLDER / "crawled" / shell.database
    (folder / "orders").mkdir(parents=True)
    (folder / "orders" / "a.txt").write_text("1#one\n2#two\n")
    name, classifier = ("--name", shell.database), shell.database + "_hash"
    shell.aws("create-classifier", "--csv-classifier",
              f"Name={classifier},Delimiter=#,ContainsHeader=ABSENT,Header=id,word")
    made = ("create-crawler", *name, "--role", "lake", *shell.here,
            "--targets", json.dumps({"S3Targets": [{"Path": folder.as_uri()}]}))
    words = shell.refused("InvalidInputException", "CreateCrawler", *made, "--classifiers", "nothing")
    assert "nothing" in words, words
    shell.aws(*made, "--classifiers", classifier, "--schedule", "cron(15 12 * * ? *)", "--tags", "team=lake")
    shell.refused("InvalidInputException", "UpdateCrawler", "update-crawler", *name, "--classifiers", "nothing")
    shell.refused("InvalidInputException", "UpdateCrawlerSchedule", "update-crawler-schedule",
                  "--crawler-name", shell.database, "--schedule", "every day")
    schedule = ("get-crawler", *name, "--query", "Crawler.Schedule.[ScheduleExpression, State]")
    same(shell.aws(*schedule), ["cron(15 12 * * ? *)", "SCHEDULED"])
    shell.aws("stop-crawler-schedule", "--crawler-name", shell.database)
    shell.refused("SchedulerNotRunningException", "StopCrawlerSchedule",
                  "stop-crawler-schedule", "--crawler-name", shell.database)
    shell.aws("update-crawler-schedule", "--crawler-name", shell.database, "--schedule", "cron(0 1 * * ? *)")
    same(shell.aws(*schedule), ["cron(0 1 * * ? *)", "NOT_SCHEDULED"])
    shell.aws("start-crawler-schedule", "--crawler-name", shell.database)
    same(shell.aws(*schedule), ["cron(0 1 * * ? *)", "SCHEDULED"])
    same(shell.text("list-crawlers", "--tags", "team=lake", "--query",
                    f"CrawlerNames[?@=='{shell.database}']"), shell.database)

    shell.aws("start-crawler", *name)
    last = ("get-crawler", *name, "--query", "Crawler.[State, LastCrawl.Status]")
    until(lambda: shell.aws(*last) == ["READY", "SUCCEEDED"])
    same(shell.aws("get-table", *shell.here, "--name", "orders", "--query",
                   "Table.StorageDescriptor.Columns[].[Name, Type]"), [["id", "int"], ["word", "string"]])
    same(shell.text("list-crawls", "--crawler-name", shell.database, "--query", "Crawls[].State"), "COMPLETED")
    same(shell.aws("get-crawler-metrics", "--crawler-name-list", shell.database, "--query",
                   "CrawlerMetricsList[0].TablesCreated"), 1)
    shell.aws("delete-crawler", *name)
    shell.aws("delete-classifier", "--name", classifier)
    shell.refused("EntityNotFoundException", "GetCrawler", "get-crawler", *name)


def until(is_so):
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "not within a minute"


@scenario
def statistics_have_settings_and_schedules(shell):
    shell.table()
    settings = ("get-column-statistics-task-settings", *shell.of_orders, "--query",
                "ColumnStatisticsTaskSettings.[Role, SampleSize, Schedule.[ScheduleExpression, State]]")
    shell.aws("create-column-statistics-task-settings", *shell.of_orders, "--role", "r",
              "--schedule", "cron(0 1 * * ? *)", "--column-name-list", "id")
    shell.aws("update-column-statistics-task-settings", *shell.of_orders, "--sample-size", "25")
    same(shell.aws(*settings), ["r", 25.0, ["cron(0 1 * * ? *)", "SCHEDULED"]])
    shell.aws("stop-column-statistics-task-run-schedule", *shell.of_orders)
    same(shell.aws(*settings)[2], ["cron(0 1 * * ? *)", "NOT_SCHEDULED"])
    shell.aws("start-column-statistics-task-run-schedule", *shell.of_orders)
    same(shell.aws(*settings)[2], ["cron(0 1 * * ? *)", "SCHEDULED"])
    shell.aws("delete-column-statistics-task-settings", *shell.of_orders)
    shell.refused("EntityNotFoundException", "GetColumnStatisticsTaskSettings", *settings[:-2])


@scenario
def listings_of_tables_and_crawlers_are_cut_and_taken_up_again(shell):
    for n in range(5):
        shell.table(f"t{n}")
        shell.glue.create_crawler(Name=f"{shell.database}_{n}", Role="r", DatabaseName=shell.database,
                                  Targets={"S3Targets": [{"Path": "s3://lake/x"}]})
    for listing, member in ((("get-tables", *shell.here), "TableList"), (("get-crawlers",), "Crawlers")):
        read, more, pages = [], (), 0
        while pages == 0 or more:
            page = shell.aws(*listing, "--page-size", "2", "--max-items", "3", *more)
            read += [each["Name"] for each in page[member] if each["Name"].startswith(("t", shell.database))]
            more = ("--starting-token", page["NextToken"]) if "NextToken" in page else ()
            pages += 1
        same((len(set(read)), len(read)), (5, 5))
        assert pages >= 2, listing


@scenario
def what_is_wrong_ends_with_the_code_for_it(shell):
    shell.refused("EntityNotFoundException", "CreateTable", "create-table", "--database-name", "nowhere",
                  "--table-input", "Name=t")
    words = shell.refused("ValidationException", "GetTables", "get-tables", *shell.here, "--max-results", "1000")
    assert "'maxResults' failed to satisfy constraint" in words, words
    same(shell.ended("get-tables").returncode, MISUSED)


run(Shell)
