package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import io.propolis.catalog.store.RunNotes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

final class JdbcRunNotes implements RunNotes {
  private static final String INSERT =
      "INSERT INTO run_notes (run_id, kind, subject, about, noted_at, note) VALUES";
  private static final String LIST =
      """
      SELECT sequence, run_id, subject, about, noted_at, note
      FROM run_notes WHERE kind = ?%s AND sequence > ?
      ORDER BY sequence LIMIT ?""";
  private static final String TOPICS =
      "SELECT DISTINCT about FROM run_notes WHERE kind = ? AND subject = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcRunNotes(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void add(Run.Kind kind, Collection<RunNote> notes) {
    mode.requireWritable();
    sql.insertRows(
        INSERT,
        notes.stream()
            .map(n -> List.of(n.run(), kind, n.subject(), n.about(), n.at(), n.text()))
            .toList(),
        "");
  }

  @Override
  public List<RunNote> list(Run.Kind kind, Collection<String> subjects, long after, int limit) {
    var parameters = new ArrayList<Object>(List.of(kind));
    parameters.addAll(subjects);
    parameters.add(after);
    parameters.add(limit);
    var chosen = subjects.isEmpty() ? "" : " AND subject IN " + Sql.placeholders(subjects.size());
    return sql.list(
        LIST.formatted(chosen),
        row ->
            new RunNote(
                row.number(1), row.text(2), row.text(3), row.text(4), row.number(5), row.text(6)),
        parameters);
  }

  @Override
  public Set<String> topics(Run.Kind kind, String subject) {
    return new HashSet<>(sql.list(TOPICS, row -> row.text(1), kind, subject));
  }
}
