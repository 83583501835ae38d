package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.jdbc.SqlStatement.Asks;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangeFilter;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.store.Changes;
import io.propolis.catalog.store.CommittedChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

final class JdbcChanges implements Changes {
  /**
   * Bytes of objects in one statement: with the rest below the packet that MariaDB takes by default
   * (16 MiB), also when every byte is escaped.
   */
  private static final int STATEMENT_BYTES = 4 << 20;

  private static final String SELECT =
      """
      SELECT position, changed_at, user_name, kind, catalog_name, database_name, table_name,
             table_id, table_version, partition_list, details, members
      FROM change_log WHERE position > ?\
      """;
  private static final String NEAR =
      " AND position < (SELECT MIN(position) FROM change_log WHERE position > ?) + ?";
  private static final String ORDER = " ORDER BY position LIMIT ?";
  private static final String COUNT =
      """
      SELECT SUM(members
             - CASE WHEN position - members < ? THEN ? - (position - members) ELSE 0 END
             - CASE WHEN position > ? THEN position - ? ELSE 0 END)
      FROM change_log WHERE position > ?\
      """;
  private static final String UNTIL = " AND position < ? AND position - members < ?";
  private static final String OBJECTS =
      "SELECT position, objects FROM change_log WHERE position IN ";
  private static final String OBJECTS_BEHIND =
      """
      SELECT position, objects, members FROM change_log
      WHERE position > ? ORDER BY position LIMIT 1""";
  static final String POSITION = "SELECT current_position FROM change_position WHERE id = 1";
  private static final String INSERT =
      """
      INSERT INTO change_log (position, changed_at, user_name, kind, catalog_name, database_name,
             table_name, table_id, table_version, partition_list, details, objects, members)
      VALUES\
      """;
  private static final String ROW = Sql.placeholders(13);

  /** Rows that are stored without asking for their positions first: in the trip that commits. */
  private static final int FEW = 16;

  private static final String FORGET = "DELETE FROM change_log WHERE position <= ?";
  private static final String OLDEST =
      "SELECT position, changed_at FROM change_log WHERE position > ? ORDER BY position LIMIT ?";
  private static final String FORGET_RANGE =
      "DELETE FROM change_log WHERE position > ? AND position <= ?";

  private final Sql sql;
  private final Mode mode;
  private final Position position;
  private final KeptObjects kept;
  private final List<AppendedChange> appended = new ArrayList<>();

  JdbcChanges(Sql sql, Mode mode, Position position, Layouts layouts) {
    this.sql = sql;
    this.mode = mode;
    this.position = position;
    this.kept = new KeptObjects(layouts);
  }

  @Override
  public LongSupplier append(Change change) {
    return append(new AppendedChange(change, null));
  }

  @Override
  public LongSupplier append(Change change, ChangedObjects objects) {
    return append(new AppendedChange(change, objects));
  }

  private LongSupplier append(AppendedChange change) {
    mode.requireWritable();
    if (!position.mayAdvance()) {
      throw new CatalogException(
          Kind.UNSUPPORTED,
          Entity.REQUEST,
          "This process is a guest of the catalog's database: its owner changes the catalog");
    }
    appended.add(change);
    return change;
  }

  boolean areAppended() {
    return !appended.isEmpty();
  }

  /**
   * Stores the appended changes behind the newest one. From here to the commit the transaction
   * holds the position, so that nothing else is to be done in between. Returns the position of the
   * last.
   */
  Sql.Awaited<Long> store() {
    var written = kept.writeChanges(appended);
    var advanced =
        sql.updateLater(
            sql.dialect().advance(),
            List.of(position.term(), appended.size()),
            Asks.ID,
            sql.dialect()::advanced);
    boolean few = sql.dialect().takesSeveral() && written.size() <= FEW;
    if (!few) {
      sql.flush();
    }
    long last = few ? 0 : advanced.get();
    var rows = new ArrayList<List<@Nullable Object>>();
    var rests = new LinkedHashMap<Integer, byte[]>();
    int size = 0;
    for (var each : written) {
      int back = appended.size() - 1 - each.last();
      var own = each.objects();
      if (own != null && own.length > STATEMENT_BYTES && !lengthening().isEmpty()) {
        rests.put(back, Arrays.copyOfRange(own, STATEMENT_BYTES, own.length));
        own = Arrays.copyOf(own, STATEMENT_BYTES);
      }
      int length = own == null ? 0 : own.length;
      if (!rows.isEmpty() && (size + length > STATEMENT_BYTES || rows.size() == Sql.CHUNK)) {
        insert(rows, few);
        rows.clear();
        size = 0;
      }
      size += length;
      rows.add(row(few ? back : last - back, each, own));
    }
    insert(rows, few);
    if (!rests.isEmpty()) {
      sql.flush();
      rests.forEach((back, rest) -> lengthen(advanced.get() - back, rest));
    }
    return advanced;
  }

  private void insert(List<List<@Nullable Object>> rows, boolean few) {
    if (few) {
      sql.insertRowsLater(INSERT, rowBehindPosition(), List.copyOf(rows));
    } else {
      sql.insertRowsLater(INSERT, List.copyOf(rows));
    }
  }

  /** Its first parameter is how many changes of the transaction come behind it. */
  private String rowBehindPosition() {
    return ROW.replaceFirst("\\?", sql.dialect().advancedPosition() + " - ?");
  }

  /** Tells the appended changes their positions. */
  void committedAt(long last) {
    for (int i = 0; i < appended.size(); i++) {
      appended.get(i).committedAt(last - appended.size() + 1 + i);
    }
  }

  /**
   * The changes as they were committed.
   *
   * @param left the table that an object after a change is when the transaction has committed;
   *     empty when it is another then
   */
  List<CommittedChange> committed(Function<Table, Optional<Table>> left) {
    return appended.stream()
        .map(
            each -> {
              var after = each.objects() instanceof OfTable table ? table.after() : null;
              return new CommittedChange(
                  each.change().withPosition(each.getAsLong()),
                  after == null ? null : left.apply(after).orElse(null));
            })
        .toList();
  }

  private String lengthening() {
    return sql.dialect().lengthening("change_log", "position", "objects");
  }

  private void lengthen(long changePosition, byte[] rest) {
    for (int from = 0; from < rest.length; from += STATEMENT_BYTES) {
      var piece = Arrays.copyOfRange(rest, from, Math.min(from + STATEMENT_BYTES, rest.length));
      if (sql.update(lengthening(), piece, changePosition, piece.length) == 0) {
        throw invalid(
            Entity.REQUEST,
            "The objects of a change take %d bytes, more than the database's max_allowed_packet"
                .formatted(STATEMENT_BYTES + rest.length));
      }
    }
  }

  private List<@Nullable Object> row(long position, KeptChanges row, byte @Nullable [] objects) {
    var change = appended.get(row.last()).change();
    var partitions =
        appended.subList(row.first(), row.last() + 1).stream()
            .flatMap(each -> each.change().partitions().stream())
            .toList();
    return Arrays.asList(
        position,
        change.at(),
        change.user(),
        change.kind(),
        change.catalog(),
        change.database(),
        change.table(),
        change.tableId(),
        change.tableVersion(),
        Json.Texts.writeAll(partitions),
        Json.Maps.write(change.details()),
        objects,
        row.count());
  }

  @Override
  public List<Change> after(long position, int limit) {
    return after(position, limit, ChangeFilter.ALL);
  }

  @Override
  public List<Change> after(long position, int limit, ChangeFilter filter) {
    var parameters = new ArrayList<Object>(List.of(position));
    var condition = condition(filter, parameters);
    if (filter.equals(ChangeFilter.ALL)) {
      // Behind the first there is no gap: rows further away are not needed, whatever these hold.
      condition += NEAR;
      parameters.addAll(List.of(position, (long) limit + SharedStatistics.MOST_CHANGES));
    }
    parameters.add(limit);
    return sql.list(SELECT + condition + ORDER, JdbcChanges::changes, parameters).stream()
        .flatMap(List::stream)
        .filter(change -> change.position() > position)
        .limit(limit)
        .toList();
  }

  @Override
  public long count(long from, long until, ChangeFilter filter) {
    if (until <= from) {
      return 0;
    }
    var parameters = new ArrayList<Object>(List.of(from, from, until, until, from));
    var condition = condition(filter, parameters) + UNTIL;
    // No row further away begins so early. The sum may be too large for a number.
    parameters.add(until + Math.min(SharedStatistics.MOST_CHANGES, Long.MAX_VALUE - until));
    parameters.add(until);
    return sql.list(COUNT + condition, row -> row.number(1), parameters).get(0);
  }

  /** What stands behind the bounds, and its parameters. */
  private static String condition(ChangeFilter filter, List<Object> parameters) {
    var condition = new StringBuilder();
    if (filter.catalog() != null) {
      condition.append(" AND catalog_name = ?");
      parameters.add(filter.catalog());
    }
    if (filter.database() != null) {
      condition.append(
          filter.unplaced() == ChangeFilter.Unplaced.INCLUDED
              ? " AND (database_name = ? OR database_name IS NULL)"
              : " AND database_name = ?");
      parameters.add(filter.database());
    }
    if (!filter.tables().isEmpty()) {
      condition.append(" AND table_name IN ").append(Sql.placeholders(filter.tables().size()));
      parameters.addAll(filter.tables());
    }
    if (filter.kinds().isEmpty()) {
      condition.append(" AND 1 = 0");
    } else if (!filter.anyKind()) {
      condition.append(" AND kind IN ").append(Sql.placeholders(filter.kinds().size()));
      parameters.addAll(filter.kinds());
    }
    return condition.toString();
  }

  @Override
  public Map<Long, ChangedObjects> objects(Collection<Long> positions) {
    var rows = rows(positions);
    var inside = new TreeSet<>(positions);
    inside.removeAll(rows.keySet());
    return kept.readChanges(bytes(rows), holding(inside), holders -> bytes(rows(holders)));
  }

  /** The rows at these positions, with the bytes they keep. */
  private Map<Long, Optional<byte[]>> rows(Collection<Long> positions) {
    var rows = new HashMap<Long, Optional<byte[]>>();
    Sql.forChunks(
        positions,
        chunk ->
            sql.list(
                OBJECTS + Sql.placeholders(chunk.size()),
                row -> rows.put(row.number(1), Optional.ofNullable(row.bytesOrNull(2))),
                chunk));
    return rows;
  }

  private static Map<Long, byte[]> bytes(Map<Long, Optional<byte[]>> rows) {
    var bytes = new HashMap<Long, byte[]>();
    rows.forEach((position, own) -> own.ifPresent(some -> bytes.put(position, some)));
    return bytes;
  }

  /** The rows behind these positions that stand for them, too. */
  private List<HoldingRow> holding(SortedSet<Long> positions) {
    var all = new ArrayList<HoldingRow>();
    var rest = new TreeSet<>(positions);
    while (!rest.isEmpty()) {
      var found = sql.first(OBJECTS_BEHIND, HoldingRow::read, rest.first());
      if (found.isEmpty()) {
        return all;
      }
      var before = rest.headSet(found.get().position());
      var held = found.get().of(before);
      if (!held.indexes().isEmpty()) {
        all.add(held);
      }
      before.clear();
    }
    return all;
  }

  /** Those that a row stands for. */
  private static List<Change> changes(Row row) throws SQLException {
    var last =
        new Change(
            row.number(1),
            row.number(2),
            row.text(3),
            ChangeKind.valueOf(row.text(4)),
            row.text(5),
            row.textOrNull(6),
            row.textOrNull(7),
            row.numberOrNull(8),
            row.numberOrNull(9),
            Json.Texts.readAll(row.textOrNull(10)),
            Json.Maps.read(row.textOrNull(11)));
    int members = row.integer(12);
    return members == 1
        ? List.of(last)
        : IntStream.range(0, members)
            .mapToObj(i -> last.of(last.position() - members + 1 + i, last.partitions().get(i)))
            .toList();
  }

  @Override
  public long position() {
    return sql.first(POSITION, row -> row.number(1)).orElseThrow();
  }

  @Override
  public void forget(long position) {
    mode.requireWritable();
    sql.update(FORGET, position);
  }

  @Override
  public long forgetOlder(long time, long position, int limit) {
    mode.requireWritable();
    return Expiry.forget(sql, OLDEST, FORGET_RANGE, time, position, limit);
  }
}
