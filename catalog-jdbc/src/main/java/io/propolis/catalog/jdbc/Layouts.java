package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.model.StorageLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The stored layouts, as one transaction sees them. */
final class Layouts {
  private static final Json<StorageLayout> JSON = Json.of(new TypeReference<>() {});
  private static final Json<StorageLayout> CANONICAL = JSON.canonical();

  private static final String FIND = "SELECT id, content FROM storage_layouts WHERE id IN ";
  private static final String FIND_IDS =
      "SELECT id, content_hash FROM storage_layouts WHERE content_hash IN ";
  private static final String INSERT = "INSERT INTO storage_layouts (content_hash, content) VALUES";

  private final Sql sql;
  private final LayoutCache cache;

  /** Stored by this transaction: not for others before it commits. */
  private final Map<StorageLayout, Long> uncommitted = new HashMap<>();

  Layouts(Sql sql, LayoutCache cache) {
    this.sql = sql;
    this.cache = cache;
  }

  /** To be called when the transaction has committed. */
  void committed() {
    uncommitted.forEach((layout, id) -> cache.put(id, layout));
  }

  /** The same layout, as the object that all who read it share. */
  StorageLayout shared(StorageLayout layout) {
    return cache.idOf(layout).flatMap(cache::find).orElse(layout);
  }

  StorageLayout get(long id) {
    return cache.find(id).orElseGet(() -> all(List.of(id)).get(id));
  }

  /** The layouts with these ids. */
  Map<Long, StorageLayout> all(Collection<Long> ids) {
    var found = new HashMap<Long, StorageLayout>();
    var absent = new LinkedHashSet<Long>();
    for (var id : ids) {
      cache.find(id).ifPresentOrElse(layout -> found.put(id, layout), () -> absent.add(id));
    }
    Sql.forChunks(absent, chunk -> load(chunk, found));
    return found;
  }

  private void load(List<Long> ids, Map<Long, StorageLayout> found) {
    var rows =
        sql.list(
            FIND + Sql.placeholders(ids.size()),
            row -> Map.entry(row.number(1), JSON.read(row.text(2))),
            ids);
    for (var row : rows) {
      found.put(row.getKey(), row.getValue());
      if (!uncommitted.containsValue(row.getKey())) {
        cache.put(row.getKey(), row.getValue());
      }
    }
  }

  /** The id of a layout, absent when it has never been stored. */
  Optional<Long> find(StorageLayout layout) {
    var known = known(layout);
    if (known.isPresent()) {
      return known;
    }
    var hash = hash(layout);
    return Optional.ofNullable(idsByHash(List.of(hash)).get(HexFormat.of().formatHex(hash)));
  }

  long idOf(StorageLayout layout) {
    return known(layout).orElseGet(() -> idsOf(List.of(layout)).get(layout));
  }

  /** The ids of these layouts, which are stored when they are new. */
  Map<StorageLayout, Long> idsOf(Collection<StorageLayout> layouts) {
    var ids = new HashMap<StorageLayout, Long>();
    // In the order of the hashes, so that two transactions insert common layouts in one order.
    var unknown = new TreeMap<String, StorageLayout>();
    for (var layout : new LinkedHashSet<>(layouts)) {
      known(layout)
          .ifPresentOrElse(
              id -> ids.put(layout, id),
              () -> unknown.put(HexFormat.of().formatHex(hash(layout)), layout));
    }
    if (!unknown.isEmpty()) {
      var stored = store(unknown);
      unknown.forEach((hash, layout) -> ids.put(layout, stored.get(hash)));
      unknown.forEach((hash, layout) -> uncommitted.put(layout, stored.get(hash)));
    }
    return ids;
  }

  private Optional<Long> known(StorageLayout layout) {
    var own = uncommitted.get(layout);
    return own != null ? Optional.of(own) : cache.idOf(layout);
  }

  private Map<String, Long> store(Map<String, StorageLayout> byHash) {
    var hashes = byHash.keySet().stream().map(HexFormat.of()::parseHex).toList();
    var ids = idsByHash(hashes);
    var rows =
        byHash.entrySet().stream()
            .filter(e -> !ids.containsKey(e.getKey()))
            .map(e -> List.of(HexFormat.of().parseHex(e.getKey()), JSON.write(e.getValue())))
            .toList();
    if (rows.isEmpty()) {
      return ids;
    }
    sql.insertRows(INSERT, rows, sql.dialect().ignoringDuplicates("content_hash"));
    return idsByHash(hashes);
  }

  private Map<String, Long> idsByHash(List<byte[]> hashes) {
    var ids = new HashMap<String, Long>();
    Sql.forChunks(
        hashes,
        chunk ->
            sql.list(
                    FIND_IDS + Sql.placeholders(chunk.size()),
                    row -> Map.entry(HexFormat.of().formatHex(row.bytes(2)), row.number(1)),
                    chunk)
                .forEach(e -> ids.put(e.getKey(), e.getValue())));
    return ids;
  }

  private static byte[] hash(StorageLayout layout) {
    return Hashes.sha256(CANONICAL.write(layout));
  }
}
