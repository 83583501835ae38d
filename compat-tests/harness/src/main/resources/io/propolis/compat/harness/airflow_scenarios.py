"""Airflow's hooks, operators and sensors for AWS Glue, as a worker runs them, without a scheduler. See scenarios.py."""

import os
from urllib.parse import quote

from botocore.exceptions import WaiterError
from scenarios import ENDPOINT, FOLDER, REGION, Given, refused, run, same, scenario

# Where Airflow is told of AWS: a connection with another endpoint.
os.environ["AIRFLOW_CONN_AWS_DEFAULT"] = (
    f"aws://compat:secret@/?region_name={REGION}&endpoint_url={quote(ENDPOINT, safe='')}"
)
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "false"

from airflow.providers.amazon.aws.hooks.glue_catalog import GlueCatalogHook  # noqa: E402
from airflow.providers.amazon.aws.hooks.glue_crawler import GlueCrawlerHook  # noqa: E402
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator  # noqa: E402
from airflow.providers.amazon.aws.operators.glue_crawler import (  # noqa: E402
    GlueCrawlerCreateOperator,
    GlueCrawlerRunOperator,
    GlueCrawlerUpdateOperator,
)
from airflow.providers.amazon.aws.sensors.glue_catalog_partition import GlueCatalogPartitionSensor  # noqa: E402
from airflow.providers.amazon.aws.sensors.glue_crawler import GlueCrawlerSensor  # noqa: E402
from airflow.sdk.exceptions import AirflowException, AirflowSensorTimeout  # noqa: E402


class Worker(Given):
    def __init__(self):
        super().__init__()
        self.hook = GlueCatalogHook()

    def partition(self, *values):
        self.glue.create_partition(
            DatabaseName=self.database,
            TableName="orders",
            PartitionInput={"Values": list(values), "StorageDescriptor": {"Location": f"s3://lake/{values[0]}/"}},
        )

    def lake(self, text):
        """A folder with a table of files, and what a crawler of it is made of."""
        folder = FOLDER / "crawled" / self.database
        (folder / "orders").mkdir(parents=True)
        (folder / "orders" / "a.csv").write_text(text)
        return {
            "Name": self.database,
            "Role": "lake",
            "DatabaseName": self.database,
            "Targets": {"S3Targets": [{"Path": folder.as_uri()}]},
        }

    def sensor(self, expression, **more):
        return GlueCatalogPartitionSensor(
            task_id="wait", database_name=self.database, table_name="orders", expression=expression, **more
        )


@scenario
def the_hook_reads_tables_and_their_places(worker):
    worker.table()
    same(worker.hook.get_table(worker.database, "orders")["Name"], "orders")
    same(worker.hook.get_table_location(worker.database, "orders"), worker.location("orders"))
    refused("EntityNotFoundException", lambda: worker.hook.get_table(worker.database, "none"))


@scenario
def the_hook_makes_and_finds_partitions(worker):
    worker.table(keys=[("ds", "string"), ("n", "int")])
    for n in range(30):
        worker.partition("2026-01-01", str(n))
    every = worker.hook.get_partitions(worker.database, "orders", page_size=4)
    same(every, {("2026-01-01", str(n)) for n in range(30)})
    same(worker.hook.get_partitions(worker.database, "orders", "n > 27"), {("2026-01-01", "28"), ("2026-01-01", "29")})
    assert worker.hook.check_for_partition(worker.database, "orders", "ds='2026-01-01' AND n=3")
    assert not worker.hook.check_for_partition(worker.database, "orders", "ds='2026-01-02'")
    worker.hook.create_partition(worker.database, "orders", {"Values": ["2026-01-02", "1"]})
    same(worker.hook.get_partition(worker.database, "orders", ["2026-01-02", "1"])["Values"], ["2026-01-02", "1"])
    for call in (
        lambda: worker.hook.get_partition(worker.database, "orders", ["2026-01-03", "1"]),
        lambda: worker.hook.create_partition(worker.database, "orders", {"Values": ["2026-01-02", "1"]}),
    ):
        try:
            call()
        except AirflowException:
            continue
        raise AssertionError("not refused")


@scenario
def the_sensor_waits_for_a_partition(worker):
    worker.table(keys=[("ds", "string"), ("n", "int")])
    waiting = worker.sensor("ds='2026-01-01'", poke_interval=1, timeout=2)
    assert not waiting.poke({})
    try:
        waiting.execute({})
        raise AssertionError("found what is not there")
    except AirflowSensorTimeout:
        pass
    worker.partition("2026-01-01", "1")
    assert waiting.poke({})
    waiting.execute({})


@scenario
def a_crawler_is_made_changed_and_run_by_operators(worker):
    crawler = worker.lake("id,amount\n1,2.5\n2,3.5\n")
    crawls = GlueCrawlerHook()
    assert not crawls.has_crawler(worker.database)
    refused("EntityNotFoundException", lambda: crawls.start_crawler(worker.database))
    create = GlueCrawlerCreateOperator(task_id="create", config={**crawler, "Tags": {"team": "a", "old": "x"}})
    same(create.execute({}), worker.database)
    refused("AlreadyExistsException", lambda: create.execute({}))
    assert crawls.has_crawler(worker.database)
    run = GlueCrawlerRunOperator(task_id="crawl", crawler_name=worker.database, poll_interval=1)
    same(run.execute({}), worker.database)
    same([(c["Name"], c["Type"]) for c in worker.of()["StorageDescriptor"]["Columns"]], [("id", "int"), ("amount", "double")])
    assert GlueCrawlerSensor(task_id="wait", crawler_name=worker.database).poke({})

    changed = {**crawler, "TablePrefix": "again_", "Tags": {"team": "b"}}
    GlueCrawlerUpdateOperator(task_id="change", config=dict(changed)).execute({})
    assert not crawls.update_crawler(**changed), "nothing was left to change"
    arn = f"arn:aws:glue:{REGION}:{worker.hook.account_id}:crawler/{worker.database}"
    same(worker.glue.get_tags(ResourceArn=arn)["Tags"], {"team": "b"})
    more = FOLDER / "crawled" / worker.database / "returns"
    more.mkdir()
    (more / "a.csv").write_text("day,reason\n2026-01-01,late\n2026-01-02,broken\n")
    crawls.start_crawler(worker.database)
    same(crawls.wait_for_crawler_completion(worker.database, poll_interval=1), "SUCCEEDED")
    tables = worker.glue.get_tables(DatabaseName=worker.database)["TableList"]
    same([each["Name"] for each in tables], ["again_returns", "orders"])


@scenario
def a_crawl_that_fails_fails_its_task(worker):
    nowhere = {**worker.lake("id\n1\n"), "Targets": {"S3Targets": [{"Path": "gopher://lake/x"}]}}
    crawls = GlueCrawlerHook()
    crawls.create_crawler(**nowhere)
    run = GlueCrawlerRunOperator(task_id="crawl", crawler_name=worker.database, poll_interval=1, wait_for_completion=False)
    run.execute({})
    try:
        crawls.wait_for_crawler_completion(worker.database, poll_interval=1)
        raise AssertionError("the hook took a failed crawl")
    except WaiterError as error:
        assert "LastCrawl.Status == 'FAILED'" in str(error), error
    assert "gopher://lake/x" in crawls.get_crawler(worker.database)["LastCrawl"]["ErrorMessage"]
    try:
        GlueCrawlerSensor(task_id="wait", crawler_name=worker.database).poke({})
    except AirflowException as error:
        assert "FAILED" in str(error), error
        return
    raise AssertionError("the sensor took a failed crawl")


@scenario
def a_job_is_refused_until_there_are_jobs(worker):
    operator = GlueJobOperator(
        task_id="run", job_name=worker.database, script_location="s3://lake/job.py", iam_role_name="jobs", s3_bucket="lake"
    )
    try:
        operator.execute({})
    except Exception as error:
        assert "is not supported by this server" in str(error), error
        return
    raise AssertionError("a job that cannot be run was taken")


run(Worker)
