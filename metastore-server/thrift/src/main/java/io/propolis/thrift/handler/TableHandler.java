package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.Session;
import io.propolis.catalog.StatisticsOperations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.thrift.translate.AvroColumns;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Layouts;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.translate.Tables;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.GetFieldsRequest;
import org.apache.hadoop.hive.metastore.api.GetFieldsResponse;
import org.apache.hadoop.hive.metastore.api.GetSchemaRequest;
import org.apache.hadoop.hive.metastore.api.GetSchemaResponse;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTableResult;
import org.apache.hadoop.hive.metastore.api.GetTablesRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesResult;
import org.apache.hadoop.hive.metastore.api.Table;
import org.jspecify.annotations.Nullable;

/** Reads tables and their columns. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class TableHandler implements Handler {
  private final Door door;

  TableHandler(Door door) {
    this.door = door;
  }

  public Table get_table(ClientSession client, @Nullable String database, @Nullable String table) {
    return Tables.bean(require(client, HiveNames.table(database, table)));
  }

  public GetTableResult get_table_req(ClientSession client, GetTableRequest request) {
    var table =
        require(
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()));
    var bean = Tables.bean(table);
    var reader = Requests.writeIds(request.getValidWriteIdList());
    boolean isCompliant = StatisticsOperations.areCompliant(table, reader);
    if (reader != null && WriteStamps.isTransactional(table) && !table.isPartitioned()) {
      bean.setIsStatsCompliant(isCompliant);
    }
    if (!isCompliant) {
      bean.setParameters(StatisticsState.without(table.parameters()));
    }
    if (request.isGetColumnStats()) {
      var statistics = columnStatistics(client, table, Statistics.engine(request.getEngine()));
      statistics.setIsStatsCompliant(isCompliant);
      bean.setColStats(statistics);
    }
    return new GetTableResult(bean);
  }

  private ColumnStatistics columnStatistics(
      ClientSession client, io.propolis.catalog.model.Table table, String engine) {
    var columns = table.layout().columns().stream().map(Column::name).toList();
    var statistics = door.as(client).statistics().ofTable(table.name(), columns, engine);
    var description =
        new ColumnStatisticsDesc(true, table.name().database().name(), table.name().name());
    description.setCatName(table.name().database().catalog());
    var bean = new ColumnStatistics(description, Statistics.beans(statistics));
    bean.setEngine(engine);
    return bean;
  }

  /** What a table would be made of: nothing is changed in it here. */
  public Table translate_table_dryrun(ClientSession client, CreateTableRequest request) {
    return Tables.bean(Tables.table(request.getTable()));
  }

  public List<Table> get_table_objects_by_name(
      ClientSession client, @Nullable String database, @Nullable List<String> tables) {
    return byName(client, HiveNames.database(database), tables);
  }

  public GetTablesResult get_table_objects_by_name_req(
      ClientSession client, GetTablesRequest request) {
    var database = HiveNames.database(request.getCatName(), request.getDbName());
    return new GetTablesResult(byName(client, database, names(door.as(client), request)));
  }

  /** The names that a request gives, or those that its pattern matches. */
  static @Nullable List<String> names(Session session, GetTablesRequest request) {
    if (request.getTblNames() != null || request.getTablesPattern() == null) {
      return request.getTblNames();
    }
    var database = HiveNames.database(request.getCatName(), request.getDbName());
    var pattern = HiveNames.pattern(request.getTablesPattern());
    return session.tables().names(database).stream().filter(pattern::matches).toList();
  }

  private List<Table> byName(
      ClientSession client, DatabaseName database, @Nullable List<String> names) {
    return found(door.as(client), database, names).stream().map(Tables::bean).toList();
  }

  /** Those that exist. Throws NOT_FOUND for the database, INVALID without names. */
  static List<io.propolis.catalog.model.Table> found(
      Session session, DatabaseName database, @Nullable List<String> names) {
    if (names == null || names.contains(null)) {
      throw invalid(Entity.TABLE, "The request gives no table names: " + names);
    }
    var found = session.tables().findAll(database, names);
    if (found.isEmpty() && session.databases().find(database).isEmpty()) {
      throw notFound(Entity.DATABASE, database);
    }
    return found;
  }

  public List<FieldSchema> get_fields(
      ClientSession client, @Nullable String database, @Nullable String table) {
    return fields(client, HiveNames.table(database, table));
  }

  public List<FieldSchema> get_fields_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable EnvironmentContext context) {
    return fields(client, HiveNames.table(database, table));
  }

  public GetFieldsResponse get_fields_req(ClientSession client, GetFieldsRequest request) {
    return new GetFieldsResponse(
        fields(
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName())));
  }

  public List<FieldSchema> get_schema(
      ClientSession client, @Nullable String database, @Nullable String table) {
    return schema(client, HiveNames.table(database, table));
  }

  public List<FieldSchema> get_schema_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable EnvironmentContext context) {
    return schema(client, HiveNames.table(database, table));
  }

  public GetSchemaResponse get_schema_req(ClientSession client, GetSchemaRequest request) {
    return new GetSchemaResponse(
        schema(
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName())));
  }

  /** Columns without the partition keys. */
  private List<FieldSchema> fields(ClientSession client, TableName name) {
    return Layouts.fields(columns(require(client, name)));
  }

  /** Hive asks the SerDe for them where that knows better than the table. */
  private List<Column> columns(io.propolis.catalog.model.Table table) {
    return AvroColumns.of(table, door.catalog().files()).orElseGet(() -> table.layout().columns());
  }

  /** Columns and partition keys, as a query sees them. */
  private List<FieldSchema> schema(ClientSession client, TableName name) {
    var table = require(client, name);
    var columns = new ArrayList<>(columns(table));
    columns.addAll(table.partitionKeys());
    return Layouts.fields(columns);
  }

  private io.propolis.catalog.model.Table require(ClientSession client, TableName name) {
    return door.as(client).tables().require(name);
  }
}
