package io.propolis.catalog.jdbc;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.StoredPartition;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored partition whose layout is not looked up yet.
 *
 * @param partition with an empty layout
 * @param stale those of its table, which the partition's parameters are without
 */
record PartitionRow(
    long id,
    byte[] sortKey,
    Partition partition,
    boolean isBelowTable,
    long layoutId,
    StaleMarks stale) {
  /** The order of partition names. */
  static final Comparator<PartitionRow> BY_NAME =
      Comparator.comparing(PartitionRow::sortKey, Arrays::compareUnsigned)
          .thenComparing(PartitionRow::id);

  /** Reads id, sort_key, values_text … extras, layout_id, stale. For one result. */
  static Row.Mapper<PartitionRow> of(Table table) {
    var maps = new SharedMaps();
    var base = table.location() == null ? null : Locations.child(table.location(), "");
    return row -> read(row, table, base, maps);
  }

  private static PartitionRow read(Row row, Table table, @Nullable String base, SharedMaps maps)
      throws SQLException {
    var stale = maps.stale(row.textOrNull(11));
    var location = row.textOrNull(4);
    boolean isBelowTable = location != null && row.flag(5);
    if (isBelowTable && base == null) {
      throw homeless(table);
    }
    var partition =
        new Partition(
            Json.Texts.read(row.text(3)),
            isBelowTable ? base + location : location,
            StorageLayout.EMPTY,
            maps.parameters(row.textOrNull(6), stale),
            row.number(7),
            row.number(8),
            maps.extras(row.textOrNull(9)));
    return new PartitionRow(
        row.number(1), row.bytes(2), partition, isBelowTable, row.number(10), stale);
  }

  StoredPartition stored(Map<Long, StorageLayout> layouts) {
    return new StoredPartition(with(layouts), isBelowTable);
  }

  Partition with(Map<Long, StorageLayout> layouts) {
    var layout = layouts.get(layoutId);
    if (layout == null) {
      throw new IllegalStateException(
          "Partition %s has no stored layout %d".formatted(partition.values(), layoutId));
    }
    return partition.withLayout(layout);
  }

  /** Values of values_hash, sort_key, values_text … extras, layout_id. */
  static List<@Nullable Object> values(
      Table table, Partition partition, long layoutId, StaleMarks stale) {
    var relative = relative(table, partition.location());
    var text = Json.Texts.write(partition.values());
    return Arrays.asList(
        PartitionKey.hash(text),
        PartitionKey.sortKey(partition.values()),
        text,
        relative != null ? relative : partition.location(),
        relative != null,
        Json.Maps.write(stale.stored(partition.parameters())),
        partition.createdAt(),
        partition.lastAccessedAt(),
        Json.Maps.write(partition.extras()),
        layoutId);
  }

  private static @Nullable String relative(Table table, @Nullable String location) {
    if (location == null || table.location() == null) {
      return null;
    }
    return Locations.below(location, table.location());
  }

  /** What stands before a relative location. */
  static String base(Table table) {
    var location = table.location();
    if (location == null) {
      throw homeless(table);
    }
    return Locations.child(location, "");
  }

  private static IllegalStateException homeless(Table table) {
    return new IllegalStateException(
        "Table %s has partitions below its folder but no location".formatted(table.name()));
  }
}
