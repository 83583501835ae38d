package io.propolis.catalog.model.indexes;

import io.propolis.catalog.model.Maps;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An index of a table. Hive reads no index since 3.0; its 2.3 clients still make them.
 *
 * @param name folded, unique within the table
 * @param createdAt epoch milliseconds
 * @param indexTable holds the index's data and goes with it; absent when there is none
 */
public record TableIndex(
    TableName table,
    String name,
    @Nullable String handlerClass,
    long createdAt,
    long lastAccessedAt,
    @Nullable TableName indexTable,
    StorageLayout layout,
    @Nullable String location,
    Map<String, String> parameters,
    boolean deferredRebuild) {
  public TableIndex {
    name = Names.fold(name);
    parameters = Maps.copy(parameters);
  }

  public TableIndex withCreatedAt(long millis) {
    return new TableIndex(
        table,
        name,
        handlerClass,
        millis,
        lastAccessedAt,
        indexTable,
        layout,
        location,
        parameters,
        deferredRebuild);
  }

  public TableIndex withParameters(Map<String, String> newParameters) {
    return new TableIndex(
        table,
        name,
        handlerClass,
        createdAt,
        lastAccessedAt,
        indexTable,
        layout,
        location,
        newParameters,
        deferredRebuild);
  }

  /** {@code sales.orders.by_day}. */
  public String qualifiedName() {
    return table + "." + name;
  }
}
