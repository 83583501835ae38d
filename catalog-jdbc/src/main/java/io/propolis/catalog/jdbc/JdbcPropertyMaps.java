package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.store.PropertyMaps;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

final class JdbcPropertyMaps implements PropertyMaps {
  /** What MySQL can index; the limit on all databases. */
  private static final int KEY_LENGTH = 700;

  /** Above every character that a key goes on with. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final String INSERT = "INSERT INTO property_maps (map_key, properties) VALUES";
  private static final String LOCK =
      "SELECT map_key, properties FROM property_maps WHERE map_key IN ";
  private static final String STARTING_WITH =
      """
      SELECT map_key, properties
      FROM property_maps WHERE map_key >= ? AND map_key < ? ORDER BY map_key""";

  private record Entry(String key, Map<String, String> properties) {}

  private final Sql sql;
  private final Mode mode;

  JdbcPropertyMaps(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Map<String, Map<String, String>> lock(Collection<String> keys) {
    mode.requireWritable();
    keys.forEach(JdbcPropertyMaps::checkLength);
    var sorted = keys.stream().sorted().distinct().toList();
    // New maps are inserted first: a row that is not there cannot be held.
    sql.insertRows(
        INSERT,
        sorted.stream().map(key -> Arrays.<@Nullable Object>asList(key, null)).toList(),
        sql.dialect().ignoringDuplicates("map_key"));
    var held = new TreeMap<String, Map<String, String>>();
    Sql.forChunks(
        sorted,
        chunk ->
            sql.list(
                    LOCK
                        + Sql.placeholders(chunk.size())
                        + " ORDER BY map_key"
                        + sql.dialect().forUpdate(),
                    JdbcPropertyMaps::entry,
                    chunk)
                .forEach(entry -> held.put(entry.key(), entry.properties())));
    return held;
  }

  @Override
  public void put(Map<String, Map<String, String>> maps) {
    mode.requireWritable();
    var rows =
        maps.entrySet().stream()
            .map(
                entry ->
                    Arrays.<@Nullable Object>asList(
                        entry.getKey(), Json.Maps.write(entry.getValue())))
            .toList();
    sql.insertRows(
        INSERT, rows, sql.dialect().replacingDuplicates(List.of("map_key"), List.of("properties")));
  }

  @Override
  public Map<String, Map<String, String>> startingWith(String prefix) {
    var found = new TreeMap<String, Map<String, String>>();
    sql.list(STARTING_WITH, JdbcPropertyMaps::entry, prefix, prefix + LAST)
        .forEach(entry -> found.put(entry.key(), entry.properties()));
    return found;
  }

  private static Entry entry(Row row) throws SQLException {
    return new Entry(row.text(1), Json.Maps.read(row.textOrNull(2)));
  }

  private static void checkLength(String key) {
    if (key.codePointCount(0, key.length()) > KEY_LENGTH) {
      throw CatalogException.invalid(
          Entity.PROPERTIES,
          "Name of a property map is longer than %d characters: %s".formatted(KEY_LENGTH, key));
    }
  }
}
