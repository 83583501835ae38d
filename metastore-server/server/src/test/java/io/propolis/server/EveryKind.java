package io.propolis.server;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AbortTxnRequest;
import org.apache.hadoop.hive.metastore.api.AddCheckConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddDefaultConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddForeignKeyRequest;
import org.apache.hadoop.hive.metastore.api.AddNotNullConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddPackageRequest;
import org.apache.hadoop.hive.metastore.api.AddPrimaryKeyRequest;
import org.apache.hadoop.hive.metastore.api.AddUniqueConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AllTableConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.AllocateTableWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.CommitTxnRequest;
import org.apache.hadoop.hive.metastore.api.CompactionRequest;
import org.apache.hadoop.hive.metastore.api.CompactionType;
import org.apache.hadoop.hive.metastore.api.CreateCatalogRequest;
import org.apache.hadoop.hive.metastore.api.CreateDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.DataConnector;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.GetAllWriteEventInfoRequest;
import org.apache.hadoop.hive.metastore.api.GetDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.GetFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.GetPackageRequest;
import org.apache.hadoop.hive.metastore.api.GetReplicationMetricsRequest;
import org.apache.hadoop.hive.metastore.api.GetRoleGrantsForPrincipalRequest;
import org.apache.hadoop.hive.metastore.api.GetRuntimeStatsRequest;
import org.apache.hadoop.hive.metastore.api.GetSerdeRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetValidWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.HiveObjectRef;
import org.apache.hadoop.hive.metastore.api.HiveObjectType;
import org.apache.hadoop.hive.metastore.api.ISchema;
import org.apache.hadoop.hive.metastore.api.ISchemaName;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.MapSchemaVersionToSerdeRequest;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.PartitionEventType;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.PrivilegeBag;
import org.apache.hadoop.hive.metastore.api.PrivilegeGrantInfo;
import org.apache.hadoop.hive.metastore.api.PropertyGetRequest;
import org.apache.hadoop.hive.metastore.api.PropertySetRequest;
import org.apache.hadoop.hive.metastore.api.PutFileMetadataRequest;
import org.apache.hadoop.hive.metastore.api.ReplicationMetricList;
import org.apache.hadoop.hive.metastore.api.ReplicationMetrics;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;
import org.apache.hadoop.hive.metastore.api.Role;
import org.apache.hadoop.hive.metastore.api.RuntimeStat;
import org.apache.hadoop.hive.metastore.api.SQLAllTableConstraints;
import org.apache.hadoop.hive.metastore.api.SQLCheckConstraint;
import org.apache.hadoop.hive.metastore.api.SQLDefaultConstraint;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;
import org.apache.hadoop.hive.metastore.api.ScheduledQuery;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryKey;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryMaintenanceRequest;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryMaintenanceRequestType;
import org.apache.hadoop.hive.metastore.api.SchemaCompatibility;
import org.apache.hadoop.hive.metastore.api.SchemaType;
import org.apache.hadoop.hive.metastore.api.SchemaValidation;
import org.apache.hadoop.hive.metastore.api.SchemaVersion;
import org.apache.hadoop.hive.metastore.api.SchemaVersionDescriptor;
import org.apache.hadoop.hive.metastore.api.SchemaVersionState;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.ShowCompactRequest;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.StoredProcedure;
import org.apache.hadoop.hive.metastore.api.StoredProcedureRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.hadoop.hive.metastore.api.Type;
import org.apache.hadoop.hive.metastore.api.WMCreateOrUpdateMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMCreatePoolRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMGetResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMMapping;
import org.apache.hadoop.hive.metastore.api.WMPool;
import org.apache.hadoop.hive.metastore.api.WMResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMTrigger;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogRequest;
import org.apache.thrift.TException;

/** One of every kind of thing that the Hive Metastore protocol lets clients keep. */
final class EveryKind {
  private static final String DB = "sales";
  private static final String TABLE = "orders";
  private static final ISchemaName SCHEMA = new ISchemaName("hive", DB, "events");

  private final ThriftHiveMetastore.Client client;
  private final String folder;

  /** By that client; folders that have to be named are below the given one. */
  EveryKind(ThriftHiveMetastore.Client client, String folder) {
    this.client = client;
    this.folder = folder;
  }

  private interface Reading {
    Object value() throws TException;
  }

  void write() throws TException {
    writeObjects();
    writeConstraints();
    writeAccess();
    writeWorkload();
    writeSchemas();
    writeAcid();
    writeRest();
  }

  /** What is kept, by its kind; reads alone, and says the same as long as nothing is lost. */
  Map<String, Object> read() throws TException {
    var kept = new LinkedHashMap<String, Object>();
    for (var reading : readings().entrySet()) {
      kept.put(reading.getKey(), reading.getValue().value());
    }
    return kept;
  }

  private Map<String, Reading> readings() {
    var readings = new LinkedHashMap<String, Reading>();
    readObjects(readings);
    readConstraints(readings);
    readAccess(readings);
    readWorkload(readings);
    readSchemas(readings);
    readAcid(readings);
    readRest(readings);
    return readings;
  }

  private static Table table(String name) {
    var serde = new SerDeInfo();
    serde.setSerializationLib("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe");
    var layout = new StorageDescriptor();
    layout.setCols(
        List.of(new FieldSchema("id", "bigint", null), new FieldSchema("name", "string", "said")));
    layout.setSerdeInfo(serde);
    var table = new Table();
    table.setDbName(DB);
    table.setTableName(name);
    table.setSd(layout);
    table.setPartitionKeys(List.of(new FieldSchema("day", "string", null)));
    table.setParameters(Map.of("k", "v"));
    table.setTableType("MANAGED_TABLE");
    return table;
  }

  private void writeObjects() throws TException {
    client.create_catalog(new CreateCatalogRequest(new Catalog("lake", folder + "/lake")));
    var database = new Database();
    database.setName(DB);
    client.create_database(database);
    client.create_table(table(TABLE));
    client.create_table(table("parents"));
    client.append_partition(DB, TABLE, List.of("1"));
    var numbers = new LongColumnStatsData(1, 2);
    var statistics =
        new ColumnStatistics(
            new ColumnStatisticsDesc(true, DB, TABLE),
            List.of(
                new ColumnStatisticsObj("id", "bigint", ColumnStatisticsData.longStats(numbers))));
    client.update_table_column_statistics(statistics);
    client.create_function(
        new Function(
            "to_euro",
            DB,
            "com.example.ToEuro",
            "ann",
            PrincipalType.USER,
            0,
            FunctionType.JAVA,
            List.of(new ResourceUri(ResourceType.JAR, "s3://b/euro.jar"))));
    var type = new Type();
    type.setName("person");
    type.setFields(List.of(new FieldSchema("age", "int", null)));
    client.create_type(type);
    var connector = new DataConnector("shop", "mysql", "jdbc:mysql://db:3306");
    connector.setParameters(Map.of("user", "ann"));
    client.create_dataconnector_req(new CreateDataConnectorRequest(connector));
  }

  private void readObjects(Map<String, Reading> readings) {
    readings.put("catalogs", () -> client.get_catalogs().getNames());
    readings.put("database", () -> client.get_database(DB));
    readings.put("table", () -> client.get_table_req(new GetTableRequest(DB, TABLE)).getTable());
    readings.put("partitions", () -> client.get_partitions(DB, TABLE, (short) -1));
    readings.put("column statistics", () -> client.get_table_column_statistics(DB, TABLE, "id"));
    readings.put("functions", () -> client.get_all_functions().getFunctions());
    readings.put("types", () -> client.get_type_all(""));
    readings.put(
        "data connector", () -> client.get_dataconnector_req(new GetDataConnectorRequest("shop")));
  }

  private void writeConstraints() throws TException {
    client.add_primary_key(
        new AddPrimaryKeyRequest(
            List.of(new SQLPrimaryKey(DB, "parents", "id", 1, "pk", true, false, true))));
    var foreign =
        new SQLForeignKey(
            DB, "parents", "id", DB, TABLE, "id", 1, 3, 1, "fk", "pk", true, false, true);
    client.add_foreign_key(new AddForeignKeyRequest(List.of(foreign)));
    client.add_unique_constraint(
        new AddUniqueConstraintRequest(
            List.of(new SQLUniqueConstraint("hive", DB, TABLE, "id", 1, "uk", true, true, false))));
    client.add_not_null_constraint(
        new AddNotNullConstraintRequest(
            List.of(new SQLNotNullConstraint("hive", DB, TABLE, "id", "nn", true, true, true))));
    client.add_default_constraint(
        new AddDefaultConstraintRequest(
            List.of(
                new SQLDefaultConstraint(
                    "hive", DB, TABLE, "name", "'none'", "dc", true, false, false))));
    client.add_check_constraint(
        new AddCheckConstraintRequest(
            List.of(
                new SQLCheckConstraint(
                    "hive", DB, TABLE, "id", "id > 0", "cc", true, false, true))));
  }

  private void readConstraints(Map<String, Reading> readings) {
    readings.put("primary key", () -> all("parents").getPrimaryKeys());
    readings.put("foreign key", () -> all(TABLE).getForeignKeys());
    readings.put("unique constraint", () -> all(TABLE).getUniqueConstraints());
    readings.put("not null constraint", () -> all(TABLE).getNotNullConstraints());
    readings.put("default constraint", () -> all(TABLE).getDefaultConstraints());
    readings.put("check constraint", () -> all(TABLE).getCheckConstraints());
  }

  private SQLAllTableConstraints all(String table) throws TException {
    return client
        .get_all_table_constraints(new AllTableConstraintsRequest(DB, table, "hive"))
        .getAllTableConstraints();
  }

  private void writeAccess() throws TException {
    client.create_role(new Role("analysts", 0, "ann"));
    client.grant_role("analysts", "bob", PrincipalType.USER, "ann", PrincipalType.USER, true);
    var object = new HiveObjectRef(HiveObjectType.TABLE, DB, TABLE, null, null);
    var info = new PrivilegeGrantInfo("SELECT", 0, "ann", PrincipalType.USER, true);
    client.grant_privileges(
        new PrivilegeBag(
            List.of(new HiveObjectPrivilege(object, "analysts", PrincipalType.ROLE, info, "SQL"))));
    client.add_token("token-1", "secret");
    client.add_master_key("key-1");
  }

  private void readAccess(Map<String, Reading> readings) {
    readings.put("roles", () -> client.get_role_names());
    readings.put("role of a user", () -> client.list_roles("bob", PrincipalType.USER));
    readings.put(
        "role with grant option",
        () ->
            client
                .get_role_grants_for_principal(
                    new GetRoleGrantsForPrincipalRequest("bob", PrincipalType.USER))
                .getPrincipalGrants());
    var object = new HiveObjectRef(HiveObjectType.TABLE, DB, TABLE, null, null);
    readings.put("grants", () -> client.list_privileges("analysts", PrincipalType.ROLE, object));
    readings.put(
        "privilege set",
        () -> client.get_privilege_set(object, "bob", List.of()).getRolePrivileges());
    readings.put("token", () -> client.get_token("token-1"));
    readings.put("master keys", () -> client.get_master_keys());
  }

  private void writeWorkload() throws TException {
    var plan = new WMCreateResourcePlanRequest();
    plan.setResourcePlan(new WMResourcePlan("daytime"));
    client.create_resource_plan(plan);
    var pool = new WMPool("daytime", "etl");
    pool.setAllocFraction(0.5);
    pool.setQueryParallelism(2);
    var create = new WMCreatePoolRequest();
    create.setPool(pool);
    client.create_wm_pool(create);
    var trigger = new WMTrigger("daytime", "slow");
    trigger.setTriggerExpression("ELAPSED_TIME > 30000");
    trigger.setActionExpression("KILL");
    var add = new WMCreateTriggerRequest();
    add.setTrigger(trigger);
    client.create_wm_trigger(add);
    var mapping = new WMMapping("daytime", "user", "ann");
    mapping.setPoolPath("etl");
    var map = new WMCreateOrUpdateMappingRequest();
    map.setMapping(mapping);
    client.create_or_update_wm_mapping(map);
    var statistic = new RuntimeStat(7, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    client.add_runtime_stats(statistic);
    var query = new ScheduledQuery(new ScheduledQueryKey("nightly", "hive"));
    query.setEnabled(true);
    query.setSchedule("0 0 0 1 1 ? 2099");
    query.setUser("ann");
    query.setQuery("SELECT 1");
    client.scheduled_query_maintenance(
        new ScheduledQueryMaintenanceRequest(ScheduledQueryMaintenanceRequestType.CREATE, query));
    client.create_stored_procedure(new StoredProcedure("Add_Tax", DB, "hive", "ann", "BEGIN END"));
    client.add_package(new AddPackageRequest("hive", DB, "Taxes", "ann", "header", "body"));
    var metrics = new ReplicationMetrics(1, "policy", 7);
    metrics.setProgress("half");
    client.add_replication_metrics(new ReplicationMetricList(List.of(metrics)));
  }

  private void readWorkload(Map<String, Reading> readings) {
    var plan = new WMGetResourcePlanRequest();
    plan.setResourcePlanName("daytime");
    readings.put("resource plan", () -> client.get_resource_plan(plan).getResourcePlan());
    var statistics = new GetRuntimeStatsRequest();
    statistics.setMaxWeight(-1);
    statistics.setMaxCreateTime(0);
    readings.put("runtime statistics", () -> client.get_runtime_stats(statistics));
    readings.put(
        "scheduled query",
        () -> client.get_scheduled_query(new ScheduledQueryKey("nightly", "hive")));
    readings.put(
        "stored procedure",
        () -> client.get_stored_procedure(new StoredProcedureRequest("hive", DB, "Add_Tax")));
    readings.put("package", () -> client.find_package(new GetPackageRequest("hive", DB, "Taxes")));
    var metrics = new GetReplicationMetricsRequest();
    metrics.setPolicy("policy");
    readings.put(
        "replication metrics",
        () -> client.get_replication_metrics(metrics).getReplicationMetricList());
  }

  private void writeSchemas() throws TException {
    client.create_ischema(
        new ISchema(
            SchemaType.AVRO,
            SCHEMA.getSchemaName(),
            "hive",
            DB,
            SchemaCompatibility.FORWARD,
            SchemaValidation.LATEST,
            true));
    var version =
        new SchemaVersion(SCHEMA, 1, 1_700_000_000_000L, List.of(new FieldSchema("a", "int", "")));
    version.setState(SchemaVersionState.INITIATED);
    client.add_schema_version(version);
    var serde = new SerDeInfo();
    serde.setName("avro");
    serde.setSerializationLib("org.example.SerDe");
    client.add_serde(serde);
    client.map_schema_version_to_serde(
        new MapSchemaVersionToSerdeRequest(new SchemaVersionDescriptor(SCHEMA, 1), "avro"));
  }

  private void readSchemas(Map<String, Reading> readings) {
    readings.put("schema", () -> client.get_ischema(SCHEMA));
    readings.put("schema versions", () -> client.get_schema_all_versions(SCHEMA));
    readings.put("serde", () -> client.get_serde(new GetSerdeRequest("avro")));
  }

  private void writeAcid() throws TException {
    var txns = client.open_txns(new OpenTxnRequest(3, "ann", "host")).getTxn_ids();
    var allocation = new AllocateTableWriteIdsRequest(DB, TABLE);
    allocation.setTxnIds(txns);
    client.allocate_table_write_ids(allocation);
    client.commit_txn(new CommitTxnRequest(txns.get(0)));
    client.abort_txn(new AbortTxnRequest(txns.get(1)));
    var component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, DB);
    component.setTablename(TABLE);
    var lock = new LockRequest(List.of(component), "ann", "host");
    lock.setAgentInfo("Iceberg-1");
    client.lock(lock);
    client.lock(lock);
    client.compact2(new CompactionRequest(DB, TABLE, CompactionType.MAJOR));
    client.get_lock_materialization_rebuild(DB, "view", txns.get(2));
    var files = new InsertEventRequestData(List.of("file:/lake/f0"));
    client.add_write_notification_log(
        new WriteNotificationLogRequest(txns.get(2), 3, DB, TABLE, files));
  }

  private void readAcid(Map<String, Reading> readings) {
    readings.put("open transactions", () -> client.get_open_txns_info());
    readings.put(
        "valid write ids",
        () ->
            client
                .get_valid_write_ids(new GetValidWriteIdsRequest(List.of(DB + "." + TABLE)))
                .getTblValidWriteIds());
    readings.put("locks", () -> client.show_locks(new ShowLocksRequest()).getLocks());
    readings.put("compactions", () -> client.show_compact(new ShowCompactRequest()).getCompacts());
    readings.put(
        "reported writes",
        () -> client.get_all_write_event_info(new GetAllWriteEventInfoRequest(3)));
  }

  private void writeRest() throws TException {
    client.put_file_metadata(
        new PutFileMetadataRequest(List.of(5L), List.of(ByteBuffer.wrap(new byte[] {9, 8}))));
    var properties = new PropertySetRequest();
    properties.setNameSpace("hms");
    properties.setPropertyMap(Map.of("owner", "ann"));
    client.set_properties(properties);
    client.markPartitionForEvent(DB, TABLE, Map.of("day", "1"), PartitionEventType.LOAD_DONE);
  }

  private void readRest(Map<String, Reading> readings) {
    readings.put(
        "file metadata",
        () -> client.get_file_metadata(new GetFileMetadataRequest(List.of(5L))).getMetadata());
    var properties = new PropertyGetRequest();
    properties.setNameSpace("hms");
    readings.put("properties", () -> client.get_properties(properties).getProperties());
    readings.put(
        "mark of a partition",
        () ->
            client.isPartitionMarkedForEvent(
                DB, TABLE, Map.of("day", "1"), PartitionEventType.LOAD_DONE));
    readings.put(
        "notifications",
        () -> client.get_next_notification(new NotificationEventRequest(0)).getEvents());
    readings.put("position", () -> client.get_current_notificationEventId().getEventId());
    readings.put("identity", () -> client.get_metastore_db_uuid());
  }
}
