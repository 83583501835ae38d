package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.jdbc.Dialect.Part;
import io.propolis.catalog.jdbc.Mode.Attempt;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.MarkedPartition;
import io.propolis.catalog.store.Partitions;
import io.propolis.catalog.store.StoredPartition;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

final class JdbcPartitions implements Partitions {
  private static final int PAGE = 5000;

  private static final String VALUES =
      "SELECT values_text FROM table_partitions WHERE table_id = ? ORDER BY sort_key, id";
  private static final String COUNT = "SELECT COUNT(*) FROM table_partitions WHERE table_id = ?";
  private static final String SELECT =
      """
      SELECT id, sort_key, values_text, location, location_relative, parameters, created_at,
             last_accessed_at, extras, layout_id, stale
      FROM table_partitions LEFT JOIN stale_marks ON owner_id = table_id
      WHERE table_id = ?
      """;
  private static final String CANDIDATES =
      "SELECT id, sort_key, values_text FROM table_partitions WHERE table_id = ?";
  private static final String AFTER = " AND sort_key >= ? AND (sort_key > ? OR id > ?)";
  private static final String SORTED = " ORDER BY sort_key, id LIMIT ?";
  private static final String FIRST_PAGE = SELECT + "ORDER BY sort_key, id LIMIT ?";
  private static final String NEXT_PAGE =
      SELECT + "AND sort_key >= ? AND (sort_key > ? OR id > ?) ORDER BY sort_key, id LIMIT ?";
  private static final String FIND = SELECT + "AND values_hash = ?";
  private static final String FIND_ALL = SELECT + "AND values_hash";
  private static final String FIND_MARKED =
      """
      SELECT values_hash, id, parameters, extras, stale, content
      FROM table_partitions LEFT JOIN stale_marks ON owner_id = table_id
        LEFT JOIN statistics_documents ON partition_id = id AND column_id = 0
      WHERE table_id = ? AND values_hash""";
  private static final String IDS =
      "SELECT values_hash, id FROM table_partitions WHERE table_id = ? AND values_hash";
  private static final String INSERT =
      """
      INSERT INTO table_partitions (table_id, values_hash, sort_key, values_text, location,
             location_relative, parameters, created_at, last_accessed_at, extras, layout_id)
      VALUES""";
  private static final List<String> CHANGEABLE =
      List.of(
          "location",
          "location_relative",
          "parameters",
          "created_at",
          "last_accessed_at",
          "extras",
          "layout_id");
  private static final String RENAME =
      """
      UPDATE table_partitions
      SET values_hash = ?, sort_key = ?, values_text = ?, location = ?, location_relative = ?,
          parameters = ?, created_at = ?, last_accessed_at = ?, extras = ?, layout_id = ?
      WHERE table_id = ? AND values_hash = ?""";

  /** What goes with partitions, and at last they themselves. */
  private static final List<String> DELETE_BY_IDS =
      List.of(
          "DELETE FROM statistics_documents WHERE partition_id IN ",
          "DELETE FROM access_grants WHERE partition_id IN ",
          "DELETE FROM table_partitions WHERE id IN ");

  private static final String DROPPED =
      "SELECT table_id FROM dropped_tables ORDER BY table_id LIMIT 1";
  private static final String SOME_IDS =
      "SELECT id FROM table_partitions WHERE table_id = ? LIMIT ?";
  private static final String FORGET_DROPPED = "DELETE FROM dropped_tables WHERE table_id = ?";
  private static final String LAYOUTS =
      "SELECT DISTINCT layout_id FROM table_partitions WHERE table_id = ? ORDER BY layout_id";
  private static final String REPLACE_LAYOUT =
      "UPDATE table_partitions SET layout_id = ? WHERE table_id = ? AND layout_id = ?";
  private static final String NOT_RELATIVE =
      """
      SELECT location FROM table_partitions
      WHERE table_id = ? AND location_relative = 0 AND location IS NOT NULL
      ORDER BY sort_key, id""";
  private static final String PIN =
      """
      UPDATE table_partitions SET location = CONCAT(?, location), location_relative = 0
      WHERE table_id = ? AND location_relative = 1""";

  private final Sql sql;
  private final Mode mode;
  private final Layouts layouts;
  private final LongPredicate holds;
  private final StaleMarksOfTables staleMarks;

  /** Ids of partitions that were read after their table had been locked: nobody changes them. */
  private final Map<Long, Map<List<String>, Long>> held = new HashMap<>();

  /**
   * Repositories of a transaction.
   *
   * @param holds whether the transaction has locked the table of that id
   */
  JdbcPartitions(Sql sql, Mode mode, Layouts layouts, LongPredicate holds) {
    this.sql = sql;
    this.mode = mode;
    this.layouts = layouts;
    this.holds = holds;
    this.staleMarks = new StaleMarksOfTables(sql);
  }

  @Override
  public List<List<String>> values(Table table) {
    return sql.list(VALUES, row -> Json.Texts.read(row.text(1)), table.id());
  }

  @Override
  public void forEach(Table table, Consumer<Partition> consumer) {
    forEachPage(table, page -> complete(page).forEach(consumer));
  }

  @Override
  public void forEachStored(Table table, Consumer<StoredPartition> consumer) {
    forEachPage(table, page -> stored(page).forEach(consumer));
  }

  private void forEachPage(Table table, Consumer<List<PartitionRow>> consumer) {
    // In pages by key, not as one open cursor: memory stays bounded with every driver, and the
    // consumer may use the transaction.
    var page = sql.list(FIRST_PAGE, PartitionRow.of(table), table.id(), PAGE);
    while (true) {
      consumer.accept(page);
      if (page.size() < PAGE) {
        return;
      }
      var last = page.get(page.size() - 1);
      page =
          sql.list(
              NEXT_PAGE,
              PartitionRow.of(table),
              table.id(),
              last.sortKey(),
              last.sortKey(),
              last.id(),
              PAGE);
    }
  }

  @Override
  public void forEachCandidate(
      Table table, Predicate predicate, List<String> after, CandidateConsumer consumer) {
    var condition = PartitionCondition.of(predicate, table.partitionKeys(), sql.dialect().values());
    if (condition.isTrue() == Condition.NEVER) {
      return;
    }
    var where = new StringBuilder(CANDIDATES);
    var parameters = new ArrayList<Object>(List.of(table.id()));
    var prefix = condition.prefix();
    if (prefix != null && prefix.length > 0) {
      where.append(" AND sort_key >= ? AND sort_key < ?");
      parameters.add(prefix);
      parameters.add(PartitionKey.after(prefix));
    }
    if (condition.isTrue() != Condition.ALWAYS) {
      where.append(" AND ").append(sql.dialect().values().unlessEscaped(condition.isTrue().sql()));
      parameters.addAll(condition.isTrue().parameters());
    }
    var paged = where + AFTER + SORTED;
    var first = where + SORTED;
    byte @Nullable [] key = after.isEmpty() ? null : PartitionKey.sortKey(after);
    long id = after.isEmpty() ? 0 : lastId(table, after);
    while (true) {
      var all = new ArrayList<>(parameters);
      if (key != null) {
        all.addAll(List.of(key, key, id));
      }
      all.add(PAGE);
      var page = sql.list(key == null ? first : paged, CandidateRow::read, all);
      for (var row : page) {
        if (!consumer.accept(row.id(), row.values())) {
          return;
        }
      }
      if (page.size() < PAGE) {
        return;
      }
      key = page.get(page.size() - 1).sortKey();
      id = page.get(page.size() - 1).id();
    }
  }

  /** The id behind which those of the same sort key come after these values. */
  private long lastId(Table table, List<String> values) {
    return sql.first(FIND, row -> row.number(1), table.id(), PartitionKey.hash(values))
        .orElse(PartitionKey.isWhole(values) ? Long.MAX_VALUE : 0L);
  }

  private record CandidateRow(long id, byte[] sortKey, List<String> values) {
    static CandidateRow read(Row row) throws SQLException {
      return new CandidateRow(row.number(1), row.bytes(2), Json.Texts.read(row.text(3)));
    }
  }

  @Override
  public List<Partition> byIds(Table table, List<Long> ids) {
    var rows = new ArrayList<PartitionRow>(ids.size());
    Sql.forChunks(
        ids,
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(table.id()));
          parameters.addAll(chunk);
          rows.addAll(
              sql.list(
                  SELECT + "AND id IN " + Sql.placeholders(chunk.size()),
                  PartitionRow.of(table),
                  parameters));
        });
    rows.sort(PartitionRow.BY_NAME);
    return complete(rows);
  }

  @Override
  public long count(Table table) {
    return sql.first(COUNT, row -> row.number(1), table.id()).orElse(0L);
  }

  @Override
  public Optional<Partition> find(Table table, List<String> values) {
    return complete(sql.list(FIND, PartitionRow.of(table), table.id(), PartitionKey.hash(values)))
        .stream()
        .findFirst();
  }

  @Override
  public List<Partition> findAll(Table table, Collection<List<String>> values) {
    return complete(rowsOf(table, values));
  }

  @Override
  public List<StoredPartition> findStored(Table table, Collection<List<String>> values) {
    return stored(rowsOf(table, values));
  }

  /** Takes the document of statistics that stands beside a partition. */
  interface Documents {
    void take(long partition, byte @Nullable [] document);
  }

  /** What those that exist say of their statistics, and the documents of these. */
  List<MarkedPartition> findMarked(
      Table table, Collection<List<String>> values, Documents documents) {
    var marked = new ArrayList<MarkedPartition>();
    var heldOfTable = holds.test(table.id()) ? toBeHeld(table) : null;
    var maps = new SharedMaps();
    Sql.forChunks(
        new LinkedHashSet<>(values),
        chunk -> {
          var byHash = new HashMap<ByteBuffer, List<String>>();
          chunk.forEach(each -> byHash.put(ByteBuffer.wrap(PartitionKey.hash(each)), each));
          var hashes =
              sql.dialect().among(byHash.keySet().stream().map(ByteBuffer::array).toList());
          sql.list(
              FIND_MARKED + hashes.text(),
              row -> {
                var found = Objects.requireNonNull(byHash.get(ByteBuffer.wrap(row.bytes(1))));
                var stale = maps.stale(row.textOrNull(5));
                if (heldOfTable != null) {
                  heldOfTable.put(found, row.number(2));
                  if (marked.isEmpty()) {
                    staleMarks.saw(table, stale);
                  }
                }
                documents.take(row.number(2), row.bytesOrNull(6));
                return marked.add(
                    new MarkedPartition(
                        found,
                        maps.parameters(row.textOrNull(3), stale),
                        maps.extras(row.textOrNull(4))));
              },
              with(table, hashes));
        });
    return marked;
  }

  private List<PartitionRow> rowsOf(Table table, Collection<List<String>> values) {
    var mapper = PartitionRow.of(table);
    var rows = new ArrayList<PartitionRow>();
    Sql.forChunks(
        new LinkedHashSet<>(values),
        chunk -> {
          var hashes = hashes(chunk);
          rows.addAll(sql.list(FIND_ALL + hashes.text(), mapper, with(table, hashes)));
        });
    rows.sort(PartitionRow.BY_NAME);
    if (holds.test(table.id())) {
      var ofTable = toBeHeld(table);
      rows.forEach(row -> ofTable.put(row.partition().values(), row.id()));
      rows.stream().findFirst().ifPresent(row -> staleMarks.saw(table, row.stale()));
    }
    return rows;
  }

  private List<StoredPartition> stored(List<PartitionRow> rows) {
    var byId = layouts.all(rows.stream().map(PartitionRow::layoutId).distinct().toList());
    return rows.stream().map(row -> row.stored(byId)).toList();
  }

  private List<Partition> complete(List<PartitionRow> rows) {
    var byId = layouts.all(rows.stream().map(PartitionRow::layoutId).distinct().toList());
    return rows.stream().map(row -> row.with(byId)).toList();
  }

  private Part hashes(List<List<String>> values) {
    return sql.dialect().among(values.stream().map(PartitionKey::hash).toList());
  }

  private static List<@Nullable Object> with(Table table, Part keys) {
    var parameters = new ArrayList<@Nullable Object>(keys.parameters().size() + 1);
    parameters.add(table.id());
    parameters.addAll(keys.parameters());
    return parameters;
  }

  @Override
  public void insert(Table table, Collection<Partition> partitions) {
    mode.requireWritable();
    requireDistinct(table, partitions);
    if (mode.attempt() == Attempt.LATER) {
      requireAbsent(table, partitions);
    }
    insertAll(table, partitions);
  }

  @Override
  public List<Partition> insertAbsent(Table table, Collection<Partition> partitions) {
    mode.requireWritable();
    requireDistinct(table, partitions);
    var absent = List.copyOf(partitions);
    if (mode.attempt() == Attempt.LATER) {
      var standing = standing(table, absent.stream().map(Partition::values).toList());
      absent = absent.stream().filter(each -> !standing.contains(each.values())).toList();
    }
    if (!absent.isEmpty()) {
      insertAll(table, absent);
    }
    return absent;
  }

  private void insertAll(Table table, Collection<Partition> partitions) {
    try {
      sql.insertRows(INSERT, rows(table, partitions), "");
    } catch (StatementFailure e) {
      // The next attempt looks which.
      throw e.lookWhen(Failure.UNIQUE);
    }
  }

  private void requireAbsent(Table table, Collection<Partition> partitions) {
    var standing = standing(table, partitions.stream().map(Partition::values).toList());
    for (var partition : partitions) {
      if (standing.contains(partition.values())) {
        throw alreadyExists(Entity.PARTITION, named(table, partition.values()));
      }
    }
  }

  @Override
  public Set<List<String>> standing(Table table, Collection<List<String>> values) {
    return ids(table, values, "").keySet();
  }

  private static void requireDistinct(Table table, Collection<Partition> partitions) {
    var seen = new HashSet<List<String>>();
    for (var partition : partitions) {
      if (!seen.add(partition.values())) {
        throw alreadyExists(Entity.PARTITION, named(table, partition.values()));
      }
    }
  }

  @Override
  public void update(Table table, Collection<Partition> partitions) {
    mode.requireWritable();
    // The last of several with the same values wins, as if they came one after the other.
    var byValues = new LinkedHashMap<List<String>, Partition>();
    partitions.forEach(p -> byValues.put(p.values(), p));
    requireAll(table, byValues.keySet());
    sql.insertRows(
        INSERT,
        rows(table, byValues.values()),
        sql.dialect().replacingDuplicates(List.of("table_id", "values_hash"), CHANGEABLE));
  }

  /** Locks the partitions and returns their ids; NOT_FOUND names the first that is absent. */
  Map<List<String>, Long> requireAll(Table table, Collection<List<String>> values) {
    var ids = lockAll(table, values);
    for (var wanted : values) {
      if (!ids.containsKey(wanted)) {
        throw notFound(Entity.PARTITION, named(table, wanted));
      }
    }
    return ids;
  }

  /** The id of a partition that the transaction has read after it had locked its table. */
  @Nullable Long heldId(Table table, List<String> values) {
    return heldOf(table).get(values);
  }

  private Map<List<String>, Long> heldOf(Table table) {
    return held.getOrDefault(table.id(), Map.of());
  }

  private Map<List<String>, Long> toBeHeld(Table table) {
    return held.computeIfAbsent(table.id(), id -> new HashMap<>());
  }

  /** Locks those that stand, unless they are held with their table, and returns their ids. */
  Map<List<String>, Long> lockAll(Table table, Collection<List<String>> values) {
    var ids = new HashMap<List<String>, Long>();
    var unknown = new LinkedHashSet<List<String>>();
    var known = heldOf(table);
    for (var wanted : values) {
      var id = known.get(wanted);
      if (id == null) {
        unknown.add(wanted);
      } else {
        ids.put(wanted, id);
      }
    }
    ids.putAll(ids(table, unknown, sql.dialect().forUpdate()));
    return ids;
  }

  private Map<List<String>, Long> ids(Table table, Collection<List<String>> values, String ending) {
    var ids = new HashMap<List<String>, Long>();
    Sql.forChunks(
        values,
        chunk -> {
          var byHash = new HashMap<String, List<String>>();
          chunk.forEach(v -> byHash.put(PartitionKey.hex(PartitionKey.hash(v)), v));
          var hashes = hashes(chunk);
          sql.list(
                  IDS + hashes.text() + ending,
                  row -> Map.entry(PartitionKey.hex(row.bytes(1)), row.number(2)),
                  with(table, hashes))
              .forEach(
                  found -> {
                    var foundValues = byHash.get(found.getKey());
                    if (foundValues != null) {
                      ids.put(foundValues, found.getValue());
                    }
                  });
        });
    return ids;
  }

  @Override
  public void endMarks(Table table, Collection<String> columns) {
    mode.requireWritable();
    staleMarks.end(table, columns);
  }

  private List<List<@Nullable Object>> rows(Table table, Collection<Partition> partitions) {
    var layoutIds = layoutIds(partitions);
    var stale = staleMarks.concerning(table, partitions);
    var rows = new ArrayList<List<@Nullable Object>>(partitions.size());
    for (var partition : partitions) {
      var layoutId = layoutIds.get(partition.layout());
      if (layoutId == null) {
        throw new IllegalStateException("No id for the layout of " + partition.values());
      }
      var row = new ArrayList<@Nullable Object>();
      row.add(table.id());
      row.addAll(PartitionRow.values(table, partition, layoutId, stale));
      rows.add(row);
    }
    return rows;
  }

  /** By the object itself: to compare columns once for each partition would take the longest. */
  private Map<StorageLayout, Long> layoutIds(Collection<Partition> partitions) {
    var byObject = new IdentityHashMap<StorageLayout, Long>();
    partitions.forEach(partition -> byObject.put(partition.layout(), 0L));
    var ids = layouts.idsOf(byObject.keySet());
    byObject.replaceAll((layout, none) -> Objects.requireNonNull(ids.get(layout)));
    return byObject;
  }

  @Override
  public void rename(Table table, List<String> values, Partition changed) {
    mode.requireWritable();
    held.clear();
    var parameters =
        new ArrayList<>(
            PartitionRow.values(
                table,
                changed,
                layouts.idOf(changed.layout()),
                staleMarks.concerning(table, List.of(changed))));
    parameters.add(table.id());
    parameters.add(PartitionKey.hash(values));
    try {
      if (sql.update(RENAME, parameters) == 0) {
        throw notFound(Entity.PARTITION, named(table, values));
      }
    } catch (StatementFailure e) {
      throw e.as(
          Failure.UNIQUE, () -> alreadyExists(Entity.PARTITION, named(table, changed.values())));
    }
  }

  @Override
  public long delete(Table table, Collection<List<String>> values) {
    mode.requireWritable();
    var found = lockAll(table, values).values();
    held.clear();
    delete(found);
    return found.size();
  }

  private void delete(Collection<Long> found) {
    Sql.forChunks(
        found,
        chunk ->
            DELETE_BY_IDS.forEach(
                delete -> sql.updateLater(delete + Sql.placeholders(chunk.size()), chunk)));
  }

  @Override
  public boolean deleteDropped(int limit) {
    mode.requireWritable();
    var dropped = sql.first(DROPPED + sql.dialect().forUpdate(), row -> row.number(1));
    if (dropped.isEmpty()) {
      return false;
    }
    var some = sql.list(SOME_IDS, row -> row.number(1), dropped.get(), limit);
    delete(some);
    if (some.size() < limit) {
      sql.updateLater(FORGET_DROPPED, dropped.get());
    }
    return true;
  }

  @Override
  public List<StorageLayout> layouts(Table table) {
    var ids = sql.list(LAYOUTS, row -> row.number(1), table.id());
    var byId = layouts.all(ids);
    return ids.stream().map(byId::get).toList();
  }

  @Override
  public void replaceLayout(Table table, StorageLayout from, StorageLayout to) {
    mode.requireWritable();
    var replaced = layouts.find(from);
    if (replaced.isPresent()) {
      sql.update(REPLACE_LAYOUT, layouts.idOf(to), table.id(), replaced.get());
    }
  }

  @Override
  public List<String> foreignLocations(Table table) {
    var folder = table.location();
    return sql.list(NOT_RELATIVE, row -> row.text(1), table.id()).stream()
        .filter(location -> folder == null || !Locations.isWithin(location, folder))
        .toList();
  }

  @Override
  public void pinLocations(Table table) {
    mode.requireWritable();
    if (table.location() != null) {
      sql.update(PIN, PartitionRow.base(table), table.id());
    }
  }

  /** "sales.orders(day=2024-01-01)", or with the bare values when they do not fit the keys. */
  static String named(Table table, List<String> values) {
    if (values.size() != table.partitionKeys().size()) {
      return table.name() + values.toString();
    }
    return "%s(%s)".formatted(table.name(), PartitionNames.of(table.partitionKeys(), values));
  }
}
