package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is filled and folded in a partition before it is stored. */
public final class PartitionRules {
  private PartitionRules() {}

  /** Checks and completes a new partition. */
  public static Partition completed(Table table, Partition requested, long now) {
    var values = values(table, requested.values());
    return new Partition(
        values,
        location(table, values, requested),
        requested.layout().equals(StorageLayout.EMPTY) ? table.layout() : requested.layout(),
        parameters(requested, now),
        now,
        requested.lastAccessedAt(),
        requested.extras());
  }

  /** Checks and completes the new state of a stored partition. */
  public static Partition changed(Table table, Partition current, Partition requested, long now) {
    var values = values(table, requested.values());
    return new Partition(
        values,
        requested.location() == null || requested.location().isBlank()
            ? current.location()
            : location(table, values, requested),
        requested.layout(),
        parameters(requested, now),
        requested.createdAt() == 0 ? current.createdAt() : requested.createdAt(),
        requested.lastAccessedAt(),
        requested.extras());
  }

  /**
   * The values as they are stored: null markers instead of empty strings. The same list where there
   * is none.
   */
  public static List<String> values(Table table, List<String> values) {
    if (values.size() != table.partitionKeys().size()) {
      throw invalid(
          Entity.PARTITION,
          "Partition of %s needs %d values, one for each of %s, and has %d: %s"
              .formatted(
                  table.name(),
                  table.partitionKeys().size(),
                  table.partitionKeys().stream().map(k -> k.name()).toList(),
                  values.size(),
                  values));
    }
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isEmpty()) {
        return values.stream().map(v -> v.isEmpty() ? PartitionNames.NULL_VALUE : v).toList();
      }
    }
    return values;
  }

  /** The folder a partition gets when it does not say; absent for views. */
  public static @org.jspecify.annotations.Nullable String defaultLocation(
      Table table, List<String> values) {
    return table.location() == null
        ? null
        : Locations.child(table.location(), PartitionNames.of(table.partitionKeys(), values));
  }

  private static @org.jspecify.annotations.Nullable String location(
      Table table, List<String> values, Partition requested) {
    return requested.location() == null || requested.location().isBlank()
        ? defaultLocation(table, values)
        : Locations.qualified(requested.location());
  }

  private static Map<String, String> parameters(Partition requested, long now) {
    var parameters = new LinkedHashMap<>(requested.parameters());
    parameters.remove(TableRules.DO_NOT_UPDATE_STATS);
    parameters.computeIfAbsent(TableRules.LAST_DDL_TIME, key -> Long.toString(now / 1000));
    return parameters;
  }
}
