"""What scripts of scenarios share: they are functions marked with @scenario, each given a database of its own.

run() prints one line for each: "@passed name", or "@failed name" with its trace on "@detail" lines; "@done" at the end.
The Glue API is at sys.argv[1], and what is kept in files goes below sys.argv[2].
"""

import itertools
import os
import sys
import traceback
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
FOLDER = Path(sys.argv[2]).resolve()
REGION = "us-east-1"
KEYS = {"aws_access_key_id": "compat", "aws_secret_access_key": "secret", "region_name": REGION}
# What people set to come here in the place of AWS.
ENVIRONMENT = {
    "AWS_ENDPOINT_URL_GLUE": ENDPOINT,
    "AWS_ACCESS_KEY_ID": "compat",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
}
TEXT = {
    "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"},
}
_SCENARIOS = []
_NUMBERS = itertools.count(1)


def scenario(function):
    _SCENARIOS.append(function)
    return function


def same(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


def client(service="glue", **more):
    config = Config(retries={"max_attempts": 0}, **more)
    return boto3.client(service, endpoint_url=ENDPOINT, config=config, **KEYS)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        same(error.response["Error"]["Code"], code)
        assert error.response["Error"]["Message"], "an error without words"
        assert error.response["ResponseMetadata"]["RequestId"], "an error without an id"
        return error.response["Error"]["Message"]
    raise AssertionError(f"not refused with {code}")


class Given:
    """A database that nobody else has, and what is in it."""

    def __init__(self):
        self.glue = client()
        self.database = f"{Path(sys.argv[0]).stem}_{os.getpid()}_{next(_NUMBERS)}"
        self.glue.create_database(DatabaseInput={"Name": self.database})

    def location(self, name):
        return f"{FOLDER.as_uri()}/{self.database}/{name}"

    def table(self, name="orders", keys=(), **more):
        self.glue.create_table(
            DatabaseName=self.database,
            TableInput={
                "Name": name,
                "TableType": "EXTERNAL_TABLE",
                "PartitionKeys": [{"Name": key, "Type": kind} for key, kind in keys],
                "StorageDescriptor": {
                    "Columns": [{"Name": "id", "Type": "bigint"}, {"Name": "name", "Type": "string"}],
                    "Location": self.location(name),
                    **TEXT,
                },
                **more,
            },
        )
        return {"DatabaseName": self.database, "TableName": name}

    def of(self, name="orders"):
        return self.glue.get_table(DatabaseName=self.database, Name=name)["Table"]


def run(given=Given):
    os.environ.update(ENVIRONMENT)
    for function in _SCENARIOS:
        try:
            function(given())
            print("@passed " + function.__name__)
        except Exception:
            print("@failed " + function.__name__)
            for line in traceback.format_exc().splitlines():
                print("@detail " + line)
    print("@done", flush=True)
