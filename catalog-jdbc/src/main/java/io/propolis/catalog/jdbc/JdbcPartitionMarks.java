package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.PartitionMarks;
import java.util.List;

final class JdbcPartitionMarks implements PartitionMarks {
  private static final String INSERT =
      "INSERT INTO partition_marks (table_id, event, values_hash, values_text) VALUES";
  private static final String FIND =
      "SELECT 1 FROM partition_marks WHERE table_id = ? AND event = ? AND values_hash = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcPartitionMarks(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void mark(Table table, List<String> values, Event event) {
    mode.requireWritable();
    var text = Json.Texts.write(values);
    sql.insertRows(
        INSERT,
        List.of(List.<Object>of(table.id(), event, Hashes.sha256(text), text)),
        sql.dialect()
            .replacingDuplicates(
                List.of("table_id", "event", "values_hash"), List.of("values_text")));
  }

  @Override
  public boolean isMarked(Table table, List<String> values, Event event) {
    var hash = Hashes.sha256(Json.Texts.write(values));
    return sql.first(FIND, row -> true, table.id(), event, hash).isPresent();
  }
}
