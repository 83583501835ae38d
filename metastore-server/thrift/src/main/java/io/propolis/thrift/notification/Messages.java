package io.propolis.thrift.notification;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfCatalog;
import io.propolis.catalog.model.change.ChangedObjects.OfConstraints;
import io.propolis.catalog.model.change.ChangedObjects.OfDatabase;
import io.propolis.catalog.model.change.ChangedObjects.OfFunction;
import io.propolis.catalog.model.change.ChangedObjects.OfPartitions;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.model.change.ChangedObjects.OfWrite;
import io.propolis.thrift.translate.Constraints;
import io.propolis.thrift.translate.Databases;
import io.propolis.thrift.translate.Functions;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.translate.Tables;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.jspecify.annotations.Nullable;

/** The message of each kind of change, with the fields that Hive's deserialisers look for. */
final class Messages {
  private Messages() {}

  /** Without the objects, as entries of an old log, it says the names alone. */
  static String json(Change change, @Nullable ChangedObjects objects) {
    var message = Message.of(change);
    if (objects instanceof OfCatalog catalog) {
      write(message, change, catalog);
    } else if (objects instanceof OfDatabase database) {
      write(message, database);
    } else if (objects instanceof OfTable table) {
      write(message, change, table);
    } else if (objects instanceof OfPartitions partitions) {
      write(message, change, partitions);
    } else if (objects instanceof OfFunction function) {
      write(message, function);
    } else if (objects instanceof OfConstraints constraints) {
      write(message, constraints);
    } else if (objects instanceof OfStatistics statistics) {
      write(message, change, statistics);
    } else if (objects instanceof OfWrite write) {
      write(message, change, write);
    } else {
      writeNames(message, change);
    }
    return message.end();
  }

  private static void write(Message message, Change change, OfCatalog catalog) {
    if (change.kind() == ChangeKind.ALTER_CATALOG
        && catalog.before() != null
        && catalog.after() != null) {
      message
          .with("catObjBeforeJson", Databases.bean(catalog.before()))
          .with("catObjAfterJson", Databases.bean(catalog.after()));
    } else {
      message.with("catalog", change.catalog());
    }
  }

  private static void write(Message message, OfDatabase database) {
    var before = database.before();
    var after = database.after();
    if (before != null && after != null) {
      message
          .with("db", before.name().name())
          .with("dbObjBeforeJson", Databases.bean(before))
          .with("dbObjAfterJson", Databases.bean(after));
      return;
    }
    var only = before == null ? after : before;
    if (only != null) {
      message.with("db", only.name().name()).with("dbJson", Databases.bean(only));
    }
  }

  private static void write(Message message, Change change, OfTable table) {
    var before = table.before();
    var after = table.after();
    if (before != null && after != null) {
      var bean = Tables.bean(after);
      message
          .withTable(before, "tableObjBeforeJson")
          .with("tableObjAfterJson", bean)
          .with("isTruncateOp", truncated(change))
          .with("writeId", bean.getWriteId());
    } else if (after != null) {
      message.withTable(after, "tableObjJson").with("files", List.of());
    } else if (before != null) {
      message.withTable(before, "tableObjJson");
    }
  }

  private static String truncated(Change change) {
    return change.details().getOrDefault(Change.TRUNCATED, "false");
  }

  private static void write(Message message, Change change, OfPartitions partitions) {
    var table = partitions.table();
    message.withTable(table, "tableObjJson");
    if (partitions.before().isEmpty()) {
      message
          .withValues(table, partitions.after())
          .withPartitions(table, partitions.after())
          .withoutFiles(table, partitions.after());
    } else if (partitions.after().isEmpty()) {
      message.withValues(table, partitions.before());
    } else {
      var before = partitions.before().get(0);
      var after = Partitions.bean(table.name(), partitions.after().get(0));
      message
          .with("keyValues", Message.byKey(table, before))
          .with("partitionObjBeforeJson", Partitions.bean(table.name(), before))
          .with("partitionObjAfterJson", after)
          .with("isTruncateOp", truncated(change))
          .with("writeId", after.getWriteId());
    }
  }

  private static void write(Message message, OfFunction function) {
    var before = function.before();
    var after = function.after();
    var named = after == null ? before : after;
    if (named == null) {
      return;
    }
    message.with("db", named.database().name()).with("functionName", named.name());
    if (after != null) {
      message.with("functionObjJson", Functions.bean(after));
    }
    if (before != null && after != null) {
      message.with("functionObjBeforeJson", Functions.bean(before));
    }
  }

  private static void write(Message message, OfConstraints objects) {
    var all = objects.constraints();
    if (all.isEmpty()) {
      return;
    }
    switch (all.get(0).rule().kind()) {
      case PRIMARY_KEY ->
          message.withAll("primaryKeyListJson", Constraints.primaryKeys(all).stream());
      case FOREIGN_KEY ->
          message.withAll("foreignKeyListJson", Constraints.foreignKeys(all).stream());
      case UNIQUE -> message.withAll("uniqueConstraintListJson", Constraints.unique(all).stream());
      case NOT_NULL ->
          message.withAll("notNullConstraintListJson", Constraints.notNull(all).stream());
      case DEFAULT ->
          message.withAll("defaultConstraintListJson", Constraints.defaults(all).stream());
      case CHECK -> message.withAll("checkConstraintListJson", Constraints.checks(all).stream());
    }
  }

  private static void write(Message message, Change change, OfStatistics statistics) {
    var table = statistics.table();
    boolean ofTable = statistics.partition().isEmpty();
    var partition =
        ofTable ? null : PartitionNames.of(table.partitionKeys(), statistics.partition());
    message.with("database", table.name().database().name());
    if (statistics.statistics().isEmpty()) {
      message.with("colName", change.details().get(Change.COLUMNS));
      if (partition != null) {
        message.with("partName", partition).with("partValues", statistics.partition());
      }
      return;
    }
    var bean = Tables.bean(table);
    message
        .with("writeId", bean.getWriteId())
        .with("colStatsJson", bean(table, partition, statistics.statistics()))
        .with("parameters", ofTable ? table.parameters() : Map.of())
        .with("tableObjJson", bean);
    if (!ofTable) {
      message.with("partVals", statistics.partition());
    }
  }

  private static ColumnStatistics bean(
      Table table,
      @Nullable String partition,
      List<io.propolis.catalog.model.ColumnStatistics> statistics) {
    var description =
        new ColumnStatisticsDesc(
            partition == null, table.name().database().name(), table.name().name());
    description.setCatName(table.name().database().catalog());
    if (partition != null) {
      description.setPartName(partition);
    }
    var bean = new ColumnStatistics(description, Statistics.beans(statistics));
    bean.setEngine(statistics.get(0).engine());
    return bean;
  }

  private static void write(Message message, Change change, OfWrite write) {
    var table = write.table();
    message.withTable(table, "tableObjJson");
    @Nullable Partition partition = write.partition();
    if (partition != null) {
      // The values by key are what readers of Hive 2 look for.
      message
          .with("ptnObjJson", Partitions.bean(table.name(), partition))
          .with("partKeyVals", Message.byKey(table, partition));
    }
    if (change.kind() == ChangeKind.RELOAD) {
      message.with("refreshEvent", change.details().getOrDefault(Change.REFRESH, "true"));
    } else {
      message
          .with("replace", change.details().getOrDefault(Change.REPLACE, "false"))
          .with("files", write.files().stream().map(WrittenFiles::text).toList());
    }
  }

  private static void writeNames(Message message, Change change) {
    switch (change.kind()) {
      case OPEN_TXN -> TxnMessages.writeOpened(message, change);
      case COMMIT_TXN -> TxnMessages.writeCommitted(message, change);
      case ABORT_TXN -> TxnMessages.writeAborted(message, change);
      case ALLOC_WRITE_ID_EVENT -> TxnMessages.writeAllocated(message, change);
      case COMMIT_COMPACTION_EVENT -> TxnMessages.writeCompacted(message, change);
      case DROP_CONSTRAINT ->
          message
              .with("dbName", change.database())
              .with("tableName", change.table())
              .with("constraintName", change.details().get(Change.CONSTRAINTS));
      default -> {
        message.with("db", change.database()).with("table", change.table());
        change.details().forEach(message::with);
      }
    }
  }
}
