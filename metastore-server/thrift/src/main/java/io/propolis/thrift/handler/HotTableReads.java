package io.propolis.thrift.handler;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.catalog.store.TableSummary;
import io.propolis.thrift.encode.Encoded;
import io.propolis.thrift.encode.Envelope;
import io.propolis.thrift.encode.SummaryEncoder;
import io.propolis.thrift.translate.Databases;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Tables;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.HotMethod;
import io.propolis.thrift.wire.Reply;
import io.propolis.thrift.wire.ReplyWriter;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.GetDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTableResult;
import org.apache.hadoop.hive.metastore.api.GetTablesRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesResult;
import org.jspecify.annotations.Nullable;

/**
 * Reads of databases and tables, and of their names, from what was encoded once.
 *
 * <p>Hot: says again, without beans, what {@link TableHandler}, {@link TableListHandler} and {@link
 * DatabaseHandler} say, its plain twins; {@code bench} measures {@code get_table}.
 */
final class HotTableReads {
  /** For each encoding. */
  private static final long MAX_TABLE_BYTES = 64L * 1024 * 1024;

  private static final long MAX_DATABASE_BYTES = 4L * 1024 * 1024;
  private static final long MAX_NAME_BYTES = 16L * 1024 * 1024;

  /** Some 75 bytes for each table. */
  private static final long MAX_META_BYTES = 32L * 1024 * 1024;

  private static final Envelope GET_TABLE = new Envelope("get_table", emptyTable());
  private static final Envelope GET_TABLE_REQ =
      new Envelope("get_table_req", new GetTableResult(emptyTable()), 1);
  private static final Envelope TABLES = new Envelope("get_table_objects_by_name", List.of());
  private static final Envelope TABLES_REQ =
      new Envelope("get_table_objects_by_name_req", new GetTablesResult(List.of()), 1);
  private static final Envelope ALL_TABLES = new Envelope("get_all_tables", List.of());
  private static final Envelope MATCHING_TABLES = new Envelope("get_tables", List.of());
  private static final Envelope METAS = new Envelope("get_table_meta", List.of());
  private static final Envelope GET_DATABASE = new Envelope("get_database", emptyDatabase());
  private static final Envelope GET_DATABASE_REQ =
      new Envelope("get_database_req", emptyDatabase());

  private final Door door;
  private final Encoded<Table> tables = new Encoded<>(MAX_TABLE_BYTES);
  private final Encoded<Database> databases = new Encoded<>(MAX_DATABASE_BYTES);
  private final Encoded<List<String>> names = new Encoded<>(MAX_NAME_BYTES);
  private final Encoded<List<TableSummary>> metas = new Encoded<>(MAX_META_BYTES);
  private final SummaryEncoder summaries = new SummaryEncoder();

  HotTableReads(Door door) {
    this.door = door;
  }

  private static org.apache.hadoop.hive.metastore.api.Table emptyTable() {
    return new org.apache.hadoop.hive.metastore.api.Table();
  }

  private static org.apache.hadoop.hive.metastore.api.Database emptyDatabase() {
    return new org.apache.hadoop.hive.metastore.api.Database();
  }

  Map<String, HotMethod> methods() {
    return Map.of(
        "get_table",
        this::getTable,
        "get_table_req",
        this::getTableByRequest,
        "get_table_objects_by_name",
        this::getTables,
        "get_table_objects_by_name_req",
        this::getTablesByRequest,
        "get_all_tables",
        this::getAllNames,
        "get_tables",
        this::getNames,
        "get_table_meta",
        this::getMetas,
        "get_database",
        this::getDatabase,
        "get_database_req",
        this::getDatabaseByRequest);
  }

  private Reply getTable(ClientSession client, @Nullable Object[] arguments) {
    return one(
        GET_TABLE, require(client, HiveNames.table((String) arguments[0], (String) arguments[1])));
  }

  private @Nullable Reply getTableByRequest(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof GetTableRequest request) || request.isGetColumnStats()) {
      return null;
    }
    var table =
        require(
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()));
    boolean isJudged =
        Requests.writeIds(request.getValidWriteIdList()) != null
            && WriteStamps.isTransactional(table);
    return isJudged ? null : one(GET_TABLE_REQ, table);
  }

  private Table require(ClientSession client, TableName name) {
    return door.as(client).tables().require(name);
  }

  private Reply one(Envelope envelope, Table table) {
    return envelope.around(writer -> write(table, writer));
  }

  private void write(Table table, ReplyWriter writer) {
    tables.write(table, encoding -> encoding.bytes(Tables.bean(table)), writer);
  }

  private Reply getTables(ClientSession client, @Nullable Object[] arguments) {
    return many(
        TABLES,
        TableHandler.found(
            door.as(client), HiveNames.database((String) arguments[0]), texts(arguments[1])));
  }

  private @Nullable Reply getTablesByRequest(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof GetTablesRequest request)) {
      return null;
    }
    var session = door.as(client);
    var database = HiveNames.database(request.getCatName(), request.getDbName());
    return many(
        TABLES_REQ, TableHandler.found(session, database, TableHandler.names(session, request)));
  }

  private Reply many(Envelope envelope, List<Table> found) {
    return envelope.around(
        writer -> {
          writer.beginStructs(found.size());
          found.forEach(table -> write(table, writer));
        });
  }

  private Reply getAllNames(ClientSession client, @Nullable Object[] arguments) {
    var all = TableListHandler.all(door.as(client), HiveNames.parse((String) arguments[0]));
    return ALL_TABLES.around(
        writer ->
            names.write(
                all, encoding -> ReplyWriter.bytes(encoding, each -> each.texts(all)), writer));
  }

  private Reply getNames(ClientSession client, @Nullable Object[] arguments) {
    var pattern = HiveNames.pattern((String) arguments[1]);
    var matching =
        TableListHandler.all(door.as(client), HiveNames.parse((String) arguments[0])).stream()
            .filter(pattern::matches)
            .toList();
    return MATCHING_TABLES.around(writer -> writer.texts(matching));
  }

  private Reply getMetas(ClientSession client, @Nullable Object[] arguments) {
    var described =
        TableListHandler.described(
            door.as(client), (String) arguments[0], (String) arguments[1], texts(arguments[2]));
    if (described.choice() != null) {
      var chosen = described.tables();
      return METAS.around(
          writer -> {
            writer.beginStructs(chosen.size());
            summaries.write(chosen, writer);
          });
    }
    var listings = described.listings();
    return METAS.around(
        writer -> {
          writer.beginStructs(listings.stream().mapToInt(List::size).sum());
          listings.forEach(listing -> write(listing, writer));
        });
  }

  private void write(List<TableSummary> listing, ReplyWriter writer) {
    metas.write(
        listing,
        encoding -> ReplyWriter.bytes(encoding, each -> summaries.write(listing, each)),
        writer);
  }

  private Reply getDatabase(ClientSession client, @Nullable Object[] arguments) {
    var database = door.as(client).databases().require(HiveNames.database((String) arguments[0]));
    return GET_DATABASE.around(writer -> write(database, writer));
  }

  private @Nullable Reply getDatabaseByRequest(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof GetDatabaseRequest request)) {
      return null;
    }
    var name = HiveNames.database(request.getCatalogName(), request.getName());
    var database = door.as(client).databases().require(name);
    return GET_DATABASE_REQ.around(writer -> write(database, writer));
  }

  private void write(Database database, ReplyWriter writer) {
    databases.write(database, encoding -> encoding.bytes(Databases.bean(database)), writer);
  }

  @SuppressWarnings("unchecked") // the IDL's list<string>
  static @Nullable List<String> texts(@Nullable Object argument) {
    return (List<String>) argument;
  }
}
