package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.jdbc.SqlStatement.Asks;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.store.CommittedChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a transaction appends to the log of changes: it gets its positions with the commit. */
final class AppendedChanges {
  /**
   * Bytes of objects in one statement: with the rest below the packet that MariaDB takes by default
   * (16 MiB), also when every byte is escaped.
   */
  private static final int STATEMENT_BYTES = 4 << 20;

  private static final String INSERT =
      """
      INSERT INTO change_log (position, changed_at, user_name, kind, catalog_name, database_name,
             table_name, table_id, table_version, partition_list, details, objects, members)
      VALUES\
      """;
  private static final String ROW = Sql.placeholders(13);

  /** Rows that are stored without asking for their positions first: in the trip that commits. */
  private static final int FEW = 16;

  private final Sql sql;
  private final Mode mode;
  private final Position position;
  private final KeptObjects kept;
  private final List<AppendedChange> appended = new ArrayList<>();

  AppendedChanges(Sql sql, Mode mode, Position position, KeptObjects kept) {
    this.sql = sql;
    this.mode = mode;
    this.position = position;
    this.kept = kept;
  }

  /** Its position, as soon as the transaction has committed. */
  LongSupplier append(Change change, @Nullable ChangedObjects objects) {
    mode.requireWritable();
    if (!position.mayAdvance()) {
      throw new CatalogException(
          Kind.UNSUPPORTED,
          Entity.REQUEST,
          "This process is a guest of the catalog's database: its owner changes the catalog");
    }
    var last = new AppendedChange(change, objects);
    appended.add(last);
    return last;
  }

  boolean areThere() {
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
}
