"""Airflow's hooks, operators and sensors for AWS Glue, as a worker runs them, without a scheduler. See scenarios.py."""

import os
from urllib.parse import quote

from scenarios import ENDPOINT, REGION, Given, refused, run, same, scenario

# Where Airflow is told of AWS: a connection with another endpoint.
os.environ["AIRFLOW_CONN_AWS_DEFAULT"] = (
    f"aws://compat:secret@/?region_name={REGION}&endpoint_url={quote(ENDPOINT, safe='')}"
)
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "false"

from airflow.providers.amazon.aws.hooks.glue_catalog import GlueCatalogHook  # noqa: E402
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator  # noqa: E402
from airflow.providers.amazon.aws.sensors.glue_catalog_partition import GlueCatalogPartitionSensor  # noqa: E402
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
