package io.propolis.catalog.index;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.store.StoredPartition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A partition without its values, as bytes. */
final class RowCodec {
  private static final int LOCATION = 3;
  private static final int NO_LOCATION = 0;

  /** Below the table's folder, called as the partition is. */
  private static final int BY_NAME = 1;

  /** Below the table's folder, called otherwise. */
  private static final int BELOW_TABLE = 2;

  private static final int ELSEWHERE = 3;
  private static final int HAS_ACCESS_TIME = 4;
  private static final int HAS_EXTRAS = 8;
  private static final int OWN_PARAMETERS = 16;
  private static final int OWN_EXTRAS = 32;

  private RowCodec() {}

  /**
   * Puts a row.
   *
   * @param baseTime near the times of creation
   * @param folder what stands before the part of a location that is below the table's folder
   * @param name of the partition, by the names that keys had when the index was made
   */
  static void write(
      Bytes out,
      RowTables tables,
      StoredPartition stored,
      long baseTime,
      @Nullable String folder,
      String name) {
    var partition = stored.partition();
    int location = location(stored, folder, name);
    int parameters = tables.map(partition.parameters());
    int extras = partition.extras().isEmpty() ? 0 : tables.map(partition.extras());
    int flags = location;
    flags |= partition.lastAccessedAt() == 0 ? 0 : HAS_ACCESS_TIME;
    flags |= partition.extras().isEmpty() ? 0 : HAS_EXTRAS;
    flags |= parameters < 0 ? OWN_PARAMETERS : 0;
    flags |= extras < 0 ? OWN_EXTRAS : 0;
    out.put(flags);
    out.putNumber(tables.layout(partition.layout()));
    out.putSigned(partition.createdAt() - baseTime);
    putMap(out, tables, partition.parameters(), parameters);
    if (partition.lastAccessedAt() != 0) {
      out.putSigned(partition.lastAccessedAt() - baseTime);
    }
    if (!partition.extras().isEmpty()) {
      putMap(out, tables, partition.extras(), extras);
    }
    if (location >= BELOW_TABLE) {
      var text = partition.location();
      out.putText(location == BELOW_TABLE ? below(text, folder) : text);
    }
  }

  private static int location(StoredPartition stored, @Nullable String folder, String name) {
    var location = stored.partition().location();
    if (location == null) {
      return NO_LOCATION;
    }
    if (!stored.isBelowTable() || folder == null) {
      return ELSEWHERE;
    }
    return name.equals(below(location, folder)) ? BY_NAME : BELOW_TABLE;
  }

  private static @Nullable String below(@Nullable String location, @Nullable String folder) {
    return location == null || folder == null ? null : location.substring(folder.length());
  }

  private static void putMap(Bytes out, RowTables tables, Map<String, String> map, int id) {
    if (id >= 0) {
      out.putNumber(id);
      return;
    }
    out.putNumber(tables.shape(map));
    map.values().forEach(out::putText);
  }

  /** Makes the folder that a row's location is below, and its name. */
  interface Locations {
    String byName();

    String belowTable(String path);
  }

  static Partition read(
      byte[] bytes,
      int at,
      RowTables.View tables,
      long baseTime,
      List<String> values,
      Locations locations) {
    var in = new Bytes.Reader(bytes, at);
    int flags = in.octet();
    var layout = tables.layouts()[in.integer()];
    long createdAt = in.signed() + baseTime;
    var parameters = map(in, tables, (flags & OWN_PARAMETERS) != 0);
    long accessedAt = (flags & HAS_ACCESS_TIME) == 0 ? 0 : in.signed() + baseTime;
    var extras =
        (flags & HAS_EXTRAS) == 0
            ? Map.<String, String>of()
            : map(in, tables, (flags & OWN_EXTRAS) != 0);
    var location =
        switch (flags & LOCATION) {
          case BY_NAME -> locations.byName();
          case BELOW_TABLE -> locations.belowTable(Objects.requireNonNull(in.text()));
          case ELSEWHERE -> in.text();
          default -> null;
        };
    return new Partition(values, location, layout, parameters, createdAt, accessedAt, extras);
  }

  private static Map<String, String> map(Bytes.Reader in, RowTables.View tables, boolean isOwn) {
    int id = in.integer();
    if (!isOwn) {
      return tables.maps()[id];
    }
    var shape = tables.shapes()[id];
    var values = new @Nullable String[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.text();
    }
    return shape.with(values);
  }
}
