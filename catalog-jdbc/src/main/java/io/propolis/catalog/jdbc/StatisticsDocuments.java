package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.SqlStatement.Asks;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.MarkedPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows that hold statistics of partitions: a {@linkplain StatisticsDocument document} for each
 * partition, and the sketches of each column that has some.
 */
final class StatisticsDocuments {
  /** Bytes of one statement: with all of them as digits, far below any database's packet. */
  private static final int STATEMENT_BYTES = 1 << 20;

  /** Partitions that are looked through at a time. */
  private static final int PAGE = 5_000;

  private static final String OF_PARTITIONS =
      """
      SELECT values_hash, partition_id, content
      FROM table_partitions JOIN statistics_documents ON partition_id = id AND column_id = 0
      WHERE table_id = ? AND values_hash""";
  private static final String BY_IDS =
      """
      SELECT partition_id, content FROM statistics_documents
      WHERE column_id = 0 AND partition_id""";
  private static final String PAGE_OF_TABLE =
      """
      SELECT id, sort_key, values_text, content
      FROM (SELECT id, sort_key, values_text FROM table_partitions
            WHERE table_id = ? AND sort_key >= ? AND (sort_key > ? OR id > ?)
            ORDER BY sort_key, id LIMIT ?) AS page
        LEFT JOIN statistics_documents ON partition_id = id AND column_id = 0
      ORDER BY sort_key, id""";
  private static final String SKETCHES =
      "SELECT partition_id, column_id, content FROM statistics_documents WHERE partition_id IN ";
  private static final String PUT =
      "INSERT INTO statistics_documents (partition_id, column_id, content) VALUES";
  private static final String UPDATE =
      """
      UPDATE statistics_documents SET content = document
      FROM %s WHERE partition_id = id AND column_id = 0""";
  private static final List<String> KEY = List.of("partition_id", "column_id");
  private static final List<String> VALUES = List.of("content");
  private static final String DELETE = "DELETE FROM statistics_documents WHERE ";
  private static final String DELETE_OF_TABLE =
      """
      DELETE FROM statistics_documents
      WHERE partition_id IN (SELECT id FROM table_partitions WHERE table_id = ?)
        AND column_id IN """;

  private final Sql sql;
  private final JdbcPartitions partitions;
  private final LongPredicate holds;

  /** Of partitions that were read when their table had been locked: nobody changes them. */
  private final Map<Long, StatisticsDocument> held = new HashMap<>();

  StatisticsDocuments(Sql sql, JdbcPartitions partitions, LongPredicate holds) {
    this.sql = sql;
    this.partitions = partitions;
    this.holds = holds;
  }

  /** The document of a partition, and its id. */
  record Stored(long partition, StatisticsDocument document) {}

  /** Where sketches stand. */
  record Place(long partition, long column) {}

  /** The partitions that exist; what stands beside them is known from now on. */
  List<MarkedPartition> hold(Table table, Collection<List<String>> values) {
    boolean holdsTable = holds.test(table.id());
    return partitions.findMarked(
        table,
        values,
        (id, content) -> {
          if (holdsTable) {
            held.put(id, StatisticsDocument.read(content));
          }
        });
  }

  /** By values; partitions without a document are left out. At most {@link Sql#CHUNK}. */
  Map<List<String>, Stored> of(Table table, Collection<List<String>> wanted) {
    var found = new LinkedHashMap<List<String>, Stored>();
    var unknown = new LinkedHashMap<ByteBuffer, List<String>>();
    for (var values : wanted) {
      var id = partitions.heldId(table, values);
      var document = id == null ? null : held.get(id);
      if (id == null || document == null) {
        unknown.put(ByteBuffer.wrap(PartitionKey.hash(values)), values);
      } else if (!document.isEmpty()) {
        found.put(values, new Stored(id, document));
      }
    }
    if (!unknown.isEmpty()) {
      var hashes = sql.dialect().among(unknown.keySet().stream().map(ByteBuffer::array).toList());
      var parameters = new ArrayList<@Nullable Object>(List.of(table.id()));
      parameters.addAll(hashes.parameters());
      sql.list(
          OF_PARTITIONS + hashes.text(),
          row ->
              found.put(
                  unknown.get(ByteBuffer.wrap(row.bytes(1))),
                  new Stored(row.number(2), StatisticsDocument.read(row.bytes(3)))),
          parameters);
    }
    return found;
  }

  /** The document of a partition that was read when its table had been locked. */
  @Nullable StatisticsDocument held(long partition) {
    return held.get(partition);
  }

  /** The documents of partitions that the transaction has locked; an empty one where none is. */
  Map<Long, StatisticsDocument> byIds(Collection<Long> ids) {
    var found = new HashMap<Long, StatisticsDocument>();
    var unknown = new ArrayList<Long>();
    for (var id : ids) {
      var document = held.get(id);
      if (document == null) {
        unknown.add(id);
      }
      found.put(id, document == null ? StatisticsDocument.EMPTY : document);
    }
    Sql.forChunks(
        unknown,
        chunk -> {
          var keys = sql.dialect().among(chunk);
          sql.list(
              BY_IDS + keys.text(),
              row -> found.put(row.number(1), StatisticsDocument.read(row.bytes(2))),
              keys.parameters());
        });
    return found;
  }

  /** Values of the table's partitions whose documents have one of these columns. */
  List<List<String>> with(Table table, LongPredicate columns) {
    record Found(long id, byte[] sortKey, @Nullable List<String> values) {}
    var all = new ArrayList<List<String>>();
    var key = new byte[0];
    long id = 0;
    while (true) {
      var page =
          sql.list(
              PAGE_OF_TABLE,
              row ->
                  new Found(
                      row.number(1),
                      row.bytes(2),
                      StatisticsDocument.read(row.bytesOrNull(4)).hasAny(columns)
                          ? Json.Texts.read(row.text(3))
                          : null),
              table.id(),
              key,
              key,
              id,
              PAGE);
      for (var found : page) {
        if (found.values() != null) {
          all.add(found.values());
        }
      }
      if (page.size() < PAGE) {
        return all;
      }
      key = page.get(page.size() - 1).sortKey();
      id = page.get(page.size() - 1).id();
    }
  }

  /** Those that are there. */
  Map<Place, Sketches> sketches(Collection<Place> places) {
    var wanted = List.copyOf(places.stream().map(Place::partition).distinct().toList());
    var columns = places.stream().map(Place::column).distinct().toList();
    var found = new HashMap<Place, Sketches>();
    Sql.forChunks(
        wanted,
        ids ->
            Sql.forChunks(
                columns,
                chunk -> {
                  var parameters = new ArrayList<Object>(ids);
                  parameters.addAll(chunk);
                  sql.list(
                      SKETCHES
                          + Sql.placeholders(ids.size())
                          + " AND column_id IN "
                          + Sql.placeholders(chunk.size()),
                      row ->
                          found.put(
                              new Place(row.number(1), row.number(2)),
                              StatisticsDocument.sketches(row.bytes(3))),
                      parameters);
                }));
    return found;
  }

  /** A row to be stored. */
  record Content(long partition, long column, byte[] bytes) {
    static Content document(long partition, byte[] bytes) {
      return new Content(partition, 0, bytes);
    }
  }

  /** Stores rows in the place of those that stand, {@linkplain Sql#updateLater later}. */
  void put(List<Content> contents) {
    var standing = new ArrayList<Content>();
    var others = new ArrayList<Content>();
    for (var each : contents) {
      (stands(each) ? standing : others).add(each);
    }
    inStatements(standing, this::update);
    put(sql, others);
    for (var each : contents) {
      if (each.column() == 0) {
        held.computeIfPresent(each.partition(), (id, old) -> StatisticsDocument.read(each.bytes()));
      }
    }
  }

  /** Whether it is a document whose row stands: nobody else changes it. */
  private boolean stands(Content content) {
    var before = content.column() == 0 ? held.get(content.partition()) : null;
    return before != null && !before.isEmpty();
  }

  private void update(List<Content> documents) {
    List<List<Object>> rows =
        documents.stream().map(each -> List.<Object>of(each.partition(), each.bytes())).toList();
    var given = sql.dialect().given(List.of("id", "document"), rows);
    if (given.isEmpty()) {
      insert(sql, documents);
      return;
    }
    sql.updateLater(
        UPDATE.formatted(given.get().text()),
        given.get().parameters(),
        Asks.NOTHING,
        statement -> {
          if (statement.getUpdateCount() != rows.size()) {
            throw new IllegalStateException(
                "Of %d documents of statistics that stood %d are there"
                    .formatted(rows.size(), statement.getUpdateCount()));
          }
          return true;
        });
  }

  static void put(Sql sql, List<Content> contents) {
    inStatements(contents, rows -> insert(sql, rows));
  }

  private static void insert(Sql sql, List<Content> contents) {
    sql.insertRowsLater(
        PUT,
        contents.stream()
            .map(each -> List.<Object>of(each.partition(), each.column(), each.bytes()))
            .toList(),
        sql.dialect().replacingDuplicates(KEY, VALUES));
  }

  /** Hands over as many as one statement takes. */
  private static void inStatements(List<Content> contents, Consumer<List<Content>> statement) {
    int from = 0;
    long size = 0;
    for (int i = 0; i < contents.size(); i++) {
      int length = contents.get(i).bytes().length;
      if (i - from == Sql.CHUNK || i > from && size + length > STATEMENT_BYTES) {
        statement.accept(contents.subList(from, i));
        from = i;
        size = 0;
      }
      size += length;
    }
    if (from < contents.size()) {
      statement.accept(contents.subList(from, contents.size()));
    }
  }

  /** Removes sketches, later. */
  void delete(Collection<Place> places) {
    Sql.forChunks(
        places,
        chunk -> {
          var conditions = new ArrayList<String>();
          var parameters = new ArrayList<Object>();
          chunk.stream()
              .collect(Collectors.groupingBy(Place::column))
              .forEach(
                  (column, of) -> {
                    conditions.add(
                        "(column_id = ? AND partition_id IN %s)"
                            .formatted(Sql.placeholders(of.size())));
                    parameters.add(column);
                    of.forEach(place -> parameters.add(place.partition()));
                  });
          sql.updateLater(DELETE + String.join(" OR ", conditions), parameters);
        });
  }

  /** Removes all of partitions, later. */
  void deleteAll(Collection<Long> ids) {
    Sql.forChunks(
        ids,
        chunk ->
            sql.updateLater(DELETE + "partition_id IN " + Sql.placeholders(chunk.size()), chunk));
    ids.forEach(id -> held.replace(id, StatisticsDocument.EMPTY));
  }

  /** Removes the sketches of columns from all partitions of a table, later. */
  void deleteSketches(Table table, Collection<Long> columns) {
    Sql.forChunks(
        columns,
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(table.id()));
          parameters.addAll(chunk);
          sql.updateLater(DELETE_OF_TABLE + Sql.placeholders(chunk.size()), parameters);
        });
  }
}
