// AWS's SDK for JavaScript against the Glue API at the first argument. Its packages are in node_modules beside this
// file. Prints "@passed name", or "@failed name" and "@detail" lines, for each scenario, and "@done" at the end.

import assert from "node:assert/strict";
import {
  AlreadyExistsException,
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchGetPartitionCommand,
  ConcurrentModificationException,
  CreateDatabaseCommand,
  CreateTableCommand,
  CreateUserDefinedFunctionCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  GetColumnStatisticsForTableCommand,
  GetDatabaseCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTableVersionsCommand,
  GetTablesCommand,
  GetUserDefinedFunctionsCommand,
  GlueClient,
  InvalidInputException,
  UpdateColumnStatisticsForTableCommand,
  UpdateTableCommand,
  paginateGetDatabases,
  paginateGetPartitions,
  paginateGetTables,
} from "@aws-sdk/client-glue";

const settings = {
  endpoint: process.argv[2],
  region: "us-east-1",
  credentials: { accessKeyId: "compat", secretAccessKey: "secret" },
  maxAttempts: 1,
};
const glue = new GlueClient(settings);

/** A database that nobody else has. */
async function given(number) {
  const DatabaseName = `javascript_${process.pid}_${number}`;
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
  return { DatabaseName };
}

async function table(database, Name, keys = []) {
  const StorageDescriptor = { Columns: [{ Name: "id", Type: "bigint" }], Location: `s3://lake/${Name}/` };
  const PartitionKeys = keys.map(([Name, Type]) => ({ Name, Type }));
  await glue.send(new CreateTableCommand({ ...database, TableInput: { Name, PartitionKeys, StorageDescriptor } }));
  return { ...database, TableName: Name };
}

async function refused(type, command) {
  const error = await glue.send(command).then(() => assert.fail(`not refused with ${type.name}`), (e) => e);
  assert.ok(error instanceof type, `${error.name}: ${error.message}`);
  assert.equal(error.$metadata.httpStatusCode, 400);
  assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
  return error;
}

async function all(pages, member) {
  const found = [];
  for await (const page of pages) {
    found.push(...page[member]);
  }
  return found;
}

const scenarios = {
  async databasesAreListedPageByPage(database) {
    const names = (await all(paginateGetDatabases({ client: glue, pageSize: 1 }, {}), "DatabaseList")).map((d) => d.Name);
    assert.ok(names.includes(database.DatabaseName) && names.includes("default"), names.join());
    const read = await glue.send(new GetDatabaseCommand({ Name: database.DatabaseName.toUpperCase() }));
    assert.ok(read.Database.CreateTime instanceof Date && read.Database.CreateTime.getFullYear() > 2000);
  },

  async errorsAreClassesOfTheSdk(database) {
    await table(database, "orders");
    await refused(AlreadyExistsException, new CreateTableCommand({ ...database, TableInput: { Name: "orders" } }));
    const missing = await refused(EntityNotFoundException, new GetTableCommand({ ...database, Name: "none" }));
    assert.equal(missing.message, `Table not found: ${database.DatabaseName}.none`);
    const stale = { ...database, TableInput: { Name: "orders" }, VersionId: "7" };
    await refused(ConcurrentModificationException, new UpdateTableCommand(stale));
  },

  async tablesHaveVersionsAndAreFoundByAnExpression(database) {
    const of = await table(database, "orders");
    await table(database, "lines");
    await glue.send(new UpdateTableCommand({ ...database, TableInput: { Name: "orders", Parameters: { a: "b" } } }));
    const { TableVersions } = await glue.send(new GetTableVersionsCommand(of));
    assert.deepEqual(TableVersions.map((v) => v.VersionId), ["1", "0"]);
    assert.deepEqual(TableVersions[0].Table.Parameters, { a: "b" });
    const pages = paginateGetTables({ client: glue, pageSize: 1 }, { ...database, Expression: ".*s" });
    assert.deepEqual((await all(pages, "TableList")).map((t) => t.Name), ["lines", "orders"]);
    await glue.send(new DeleteTableCommand({ ...database, Name: "lines" }));
    const { TableList } = await glue.send(new GetTablesCommand(database));
    assert.deepEqual(TableList.map((t) => t.Name), ["orders"]);
  },

  async partitionsAreAddedFoundAndDropped(database) {
    const of = await table(database, "orders", [["day", "date"], ["n", "int"]]);
    const PartitionInputList = Array.from({ length: 100 }, (_, n) => ({
      Values: [`2026-01-0${1 + (n % 9)}`, `${n}`],
      StorageDescriptor: { Location: `s3://lake/orders/${n}/` },
    }));
    const made = await glue.send(new BatchCreatePartitionCommand({ ...of, PartitionInputList }));
    assert.deepEqual(made.Errors, []);
    const pages = paginateGetPartitions({ client: glue, pageSize: 7 }, { ...of });
    const numbers = (await all(pages, "Partitions")).map((p) => Number(p.Values[1]));
    assert.deepEqual(numbers.sort((a, b) => a - b), [...PartitionInputList.keys()]);
    const Expression = "day >= '2026-01-08' AND n < 30";
    const { Partitions } = await glue.send(new GetPartitionsCommand({ ...of, Expression }));
    assert.deepEqual(Partitions.map((p) => p.Values[1]).sort(), ["16", "17", "25", "26", "7", "8"]);
    assert.ok(Partitions.every((p) => p.StorageDescriptor.Location.endsWith("/")));
    const wanted = [{ Values: PartitionInputList[3].Values }, { Values: ["2000-01-01", "0"] }];
    const got = await glue.send(new BatchGetPartitionCommand({ ...of, PartitionsToGet: wanted }));
    assert.equal(got.Partitions.length, 1);
    const { Errors } = await glue.send(new BatchDeletePartitionCommand({ ...of, PartitionsToDelete: wanted }));
    assert.deepEqual(Errors.map((e) => e.ErrorDetail.ErrorCode), ["EntityNotFoundException"]);
    await refused(InvalidInputException, new GetPartitionsCommand({ ...of, Expression: "x = 1" }));
  },

  async numbersAndTimesOfStatisticsComeBack(database) {
    const of = await table(database, "orders");
    const DoubleColumnStatisticsData = { MinimumValue: -1.5, MaximumValue: 1e300, NumberOfNulls: 0, NumberOfDistinctValues: 3 };
    const ColumnStatisticsList = [{
      ColumnName: "id",
      ColumnType: "double",
      AnalyzedTime: new Date(1700000000000),
      StatisticsData: { Type: "DOUBLE", DoubleColumnStatisticsData },
    }];
    const put = await glue.send(new UpdateColumnStatisticsForTableCommand({ ...of, ColumnStatisticsList }));
    assert.deepEqual(put.Errors, []);
    const got = await glue.send(new GetColumnStatisticsForTableCommand({ ...of, ColumnNames: ["id"] }));
    assert.deepEqual(got.ColumnStatisticsList[0].StatisticsData.DoubleColumnStatisticsData, DoubleColumnStatisticsData);
    assert.equal(got.ColumnStatisticsList[0].AnalyzedTime.getTime(), 1700000000000);
  },

  async functionsAreListed(database) {
    const FunctionInput = { FunctionName: "f", ClassName: "F", OwnerType: "USER", ResourceUris: [] };
    await glue.send(new CreateUserDefinedFunctionCommand({ ...database, FunctionInput }));
    const { UserDefinedFunctions } = await glue.send(new GetUserDefinedFunctionsCommand({ ...database, Pattern: "f*" }));
    assert.deepEqual(UserDefinedFunctions.map((f) => f.ClassName), ["F"]);
  },

  async aDatabaseGoesWithAllThatIsInIt(database) {
    await table(database, "orders");
    await glue.send(new DeleteDatabaseCommand({ Name: database.DatabaseName }));
    await refused(EntityNotFoundException, new GetTablesCommand(database));
  },
};

let number = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    await scenario(await given(++number));
    console.log(`@passed ${name}`);
  } catch (error) {
    console.log(`@failed ${name}`);
    for (const line of `${error.stack}`.split("\n")) {
      console.log(`@detail ${line}`);
    }
  }
}
console.log("@done");
