package io.propolis.catalog.jdbc;

import io.propolis.catalog.store.FileMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

final class JdbcFileMetadata implements FileMetadata {
  private static final String FIND =
      "SELECT file_id, metadata FROM file_metadata WHERE file_id IN ";
  private static final String INSERT = "INSERT INTO file_metadata (file_id, metadata) VALUES";
  private static final String DELETE = "DELETE FROM file_metadata WHERE file_id IN ";

  private final Sql sql;
  private final Mode mode;

  JdbcFileMetadata(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Map<Long, byte[]> find(Collection<Long> files) {
    var found = new HashMap<Long, byte[]>();
    Sql.forChunks(
        new LinkedHashSet<>(files),
        chunk ->
            sql.list(
                    FIND + Sql.placeholders(chunk.size()),
                    row -> Map.entry(row.number(1), row.bytes(2)),
                    chunk)
                .forEach(entry -> found.put(entry.getKey(), entry.getValue())));
    return found;
  }

  @Override
  public void put(Map<Long, byte[]> metadata) {
    mode.requireWritable();
    // In the order of the ids, so that two transactions lock common rows in one order.
    var rows =
        metadata.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> List.<Object>of(entry.getKey(), entry.getValue()))
            .toList();
    sql.insertRows(
        INSERT, rows, sql.dialect().replacingDuplicates(List.of("file_id"), List.of("metadata")));
  }

  @Override
  public void delete(Collection<Long> files) {
    mode.requireWritable();
    Sql.forChunks(
        files.stream().distinct().sorted().toList(),
        chunk -> sql.update(DELETE + Sql.placeholders(chunk.size()), chunk));
  }
}
