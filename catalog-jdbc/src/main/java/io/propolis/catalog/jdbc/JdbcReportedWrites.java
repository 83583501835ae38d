package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfWrite;
import io.propolis.catalog.model.change.ReportedWrite;
import io.propolis.catalog.model.change.WrittenFile;
import io.propolis.catalog.store.ReportedWrites;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class JdbcReportedWrites implements ReportedWrites {
  private static final String STANDING =
      """
      SELECT transaction_id, partition_hash, objects FROM reported_writes
      WHERE table_id = ? AND transaction_id IN """;
  private static final String OF =
      """
      SELECT id, transaction_id, write_id, objects FROM reported_writes
      WHERE transaction_id = ? ORDER BY id""";
  private static final String INSERT =
      """
      INSERT INTO reported_writes (transaction_id, table_id, partition_hash, write_id, reported_at,
             objects)
      VALUES""";
  private static final String OLDEST =
      "SELECT id, reported_at FROM reported_writes WHERE id > ? ORDER BY id LIMIT ?";
  private static final String FORGET = "DELETE FROM reported_writes WHERE id > ? AND id <= ?";

  /** What is kept once. */
  private record Key(long transactionId, String partitionHash) {
    static Key of(ReportedWrite write) {
      return new Key(write.transactionId(), PartitionKey.hex(hash(write)));
    }
  }

  private final Sql sql;
  private final Mode mode;
  private final KeptObjects kept;

  JdbcReportedWrites(Sql sql, Mode mode, Layouts layouts) {
    this.sql = sql;
    this.mode = mode;
    this.kept = new KeptObjects(layouts);
  }

  @Override
  public void add(TableName table, Collection<ReportedWrite> writes, long time) {
    mode.requireWritable();
    var byTable = new LinkedHashMap<Long, List<ReportedWrite>>();
    writes.forEach(
        write ->
            byTable
                .computeIfAbsent(write.written().table().id(), id -> new ArrayList<>())
                .add(write));
    byTable.forEach((id, ofTable) -> add(id, ofTable, time));
  }

  private void add(long tableId, List<ReportedWrite> writes, long time) {
    var standing = standing(tableId, writes);
    var added = new LinkedHashMap<Key, ReportedWrite>();
    var changed = new LinkedHashMap<Key, ReportedWrite>();
    for (var write : writes) {
      var key = Key.of(write);
      var before = standing.get(key);
      (before == null ? added : changed)
          .merge(key, before == null ? write : joined(before, write), this::together);
    }
    try {
      insert(tableId, added.values(), time, "");
    } catch (StatementFailure e) {
      // Somebody else reported on the same partition meanwhile: his files are to stay.
      throw e.retryWhen(Failure.UNIQUE);
    }
    var replacing =
        sql.dialect()
            .replacingDuplicates(
                List.of("transaction_id", "table_id", "partition_hash"),
                List.of("write_id", "reported_at", "objects"));
    insert(tableId, changed.values(), time, replacing);
  }

  private ReportedWrite together(ReportedWrite first, ReportedWrite second) {
    return joined(first.written().files(), second);
  }

  private static ReportedWrite joined(List<WrittenFile> before, ReportedWrite write) {
    var files = Stream.concat(before.stream(), write.written().files().stream()).toList();
    return new ReportedWrite(
        write.transactionId(),
        write.writeId(),
        new OfWrite(write.written().table(), write.written().partition(), files));
  }

  private Map<Key, List<WrittenFile>> standing(long tableId, List<ReportedWrite> writes) {
    var bytes = new HashMap<Key, byte[]>();
    Sql.forChunks(
        writes.stream().map(ReportedWrite::transactionId).distinct().toList(),
        chunk -> {
          var parameters = new ArrayList<Object>(chunk.size() + 1);
          parameters.add(tableId);
          parameters.addAll(chunk);
          sql.list(
                  STANDING + Sql.placeholders(chunk.size()) + sql.dialect().forUpdate(),
                  row ->
                      Map.entry(
                          new Key(row.number(1), PartitionKey.hex(row.bytes(2))), row.bytes(3)),
                  parameters)
              .forEach(found -> bytes.put(found.getKey(), found.getValue()));
        });
    var files = new HashMap<Key, List<WrittenFile>>();
    kept.read(bytes).forEach((key, objects) -> files.put(key, written(objects).files()));
    return files;
  }

  private void insert(long tableId, Collection<ReportedWrite> writes, long time, String ending) {
    var objects = kept.write(writes.stream().map(ReportedWrite::written).toList()).iterator();
    var rows = new ArrayList<List<Object>>(writes.size());
    for (var write : writes) {
      rows.add(
          List.of(
              write.transactionId(), tableId, hash(write), write.writeId(), time, objects.next()));
    }
    sql.insertRows(INSERT, rows, ending);
  }

  private static byte[] hash(ReportedWrite write) {
    @Nullable Partition partition = write.written().partition();
    return PartitionKey.hash(partition == null ? List.of() : partition.values());
  }

  @Override
  public List<ReportedWrite> of(long transactionId) {
    record Stored(long id, long transaction, long writeId, byte[] objects) {}
    var rows =
        sql.list(
            OF,
            row -> new Stored(row.number(1), row.number(2), row.number(3), row.bytes(4)),
            transactionId);
    var bytes = new HashMap<Long, byte[]>();
    rows.forEach(row -> bytes.put(row.id(), row.objects()));
    var objects = kept.read(bytes);
    return rows.stream()
        .map(
            row ->
                new ReportedWrite(row.transaction(), row.writeId(), written(objects.get(row.id()))))
        .toList();
  }

  private static OfWrite written(@Nullable ChangedObjects objects) {
    if (objects instanceof OfWrite write) {
      return write;
    }
    throw new IllegalStateException("A reported write is kept as " + objects);
  }

  @Override
  public long forgetOlder(long time, long id, int limit) {
    mode.requireWritable();
    return Expiry.forget(sql, OLDEST, FORGET, time, id, limit);
  }
}
