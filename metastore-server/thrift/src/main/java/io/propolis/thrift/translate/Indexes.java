package io.propolis.thrift.translate;

import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.indexes.TableIndex;
import io.propolis.thrift.api.DroppedMethods;
import io.propolis.thrift.api.WireStruct;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.jspecify.annotations.Nullable;

/** Hive 2.3's {@code Index}, of which no class is published any more. */
public final class Indexes {
  private Indexes() {}

  /** Throws INVALID when a name is missing. */
  public static TableIndex index(WireStruct bean) {
    var table = HiveNames.table(text(bean, "dbName"), text(bean, "origTableName"));
    var sd = (StorageDescriptor) bean.get("sd");
    return new TableIndex(
        table,
        required(Entity.INDEX, "index name", text(bean, "indexName")),
        text(bean, "indexHandlerClass"),
        millis(bean, "createTime"),
        millis(bean, "lastAccessTime"),
        indexTable(table.database(), text(bean, "indexTableName")),
        Layouts.layout(sd),
        sd == null ? null : sd.getLocation(),
        parameters(bean),
        Boolean.TRUE.equals(bean.get("deferredRebuild")));
  }

  /** The parameters alone. */
  @SuppressWarnings("unchecked")
  public static Map<String, String> parameters(WireStruct bean) {
    return Layouts.orEmpty((Map<String, String>) bean.get("parameters"));
  }

  /** As in Hive 2.3, {@code db.table} names a table of another database. */
  private static @Nullable TableName indexTable(DatabaseName database, @Nullable String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? database.table(name)
        : new DatabaseName(database.catalog(), name.substring(0, dot))
            .table(name.substring(dot + 1));
  }

  private static @Nullable String text(WireStruct bean, String field) {
    return (String) bean.get(field);
  }

  private static long millis(WireStruct bean, String field) {
    var seconds = (Integer) bean.get(field);
    return seconds == null ? 0 : Times.millis(seconds);
  }

  public static WireStruct bean(TableIndex index) {
    var database = index.table().database();
    var bean =
        DroppedMethods.newIndex()
            .with("indexName", index.name())
            .with("dbName", database.name())
            .with("origTableName", index.table().name())
            .with("createTime", Times.seconds(index.createdAt()))
            .with("lastAccessTime", Times.seconds(index.lastAccessedAt()))
            .with("sd", Layouts.bean(index.layout(), index.location()))
            .with("parameters", index.parameters())
            .with("deferredRebuild", index.deferredRebuild());
    if (index.handlerClass() != null) {
      bean.with("indexHandlerClass", index.handlerClass());
    }
    var data = index.indexTable();
    if (data != null) {
      bean.with(
          "indexTableName",
          data.database().equals(database)
              ? data.name()
              : data.database().name() + "." + data.name());
    }
    return bean;
  }
}
