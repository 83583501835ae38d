package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.conflict;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.store.RunSchedules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

final class JdbcRunSchedules implements RunSchedules {
  private static final String SELECT =
      "SELECT kind, subject, expression, state, next_at, version FROM run_schedules ";
  private static final String FIND = SELECT + "WHERE kind = ? AND subject = ?";
  private static final String DUE =
      SELECT + "WHERE kind = ? AND next_at <= ? ORDER BY next_at, subject LIMIT ?";
  private static final String INSERT =
      """
      INSERT INTO run_schedules (kind, subject, expression, state, next_at, version)
      VALUES (?, ?, ?, ?, ?, ?)""";
  private static final String UPDATE =
      """
      UPDATE run_schedules SET expression = ?, state = ?, next_at = ?, version = ?
      WHERE kind = ? AND subject = ? AND version = ?""";

  private final Sql sql;
  private final Mode mode;

  JdbcRunSchedules(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public void insert(RunSchedule schedule) {
    mode.requireWritable();
    Limits.name(Entity.RUN, schedule.subject());
    try {
      sql.update(
          INSERT,
          schedule.kind(),
          schedule.subject(),
          schedule.expression(),
          schedule.state(),
          schedule.nextAt(),
          schedule.version());
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.RUN, schedule.subject()));
    }
  }

  @Override
  public Optional<RunSchedule> find(Run.Kind kind, String subject) {
    return sql.first(FIND, JdbcRunSchedules::schedule, kind, subject);
  }

  @Override
  public List<RunSchedule> findAll(Run.Kind kind, Collection<String> subjects) {
    var found = new ArrayList<RunSchedule>();
    Sql.forChunks(
        subjects,
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(kind));
          parameters.addAll(chunk);
          found.addAll(
              sql.list(
                  SELECT + "WHERE kind = ? AND subject IN " + Sql.placeholders(chunk.size()),
                  JdbcRunSchedules::schedule,
                  parameters));
        });
    return found;
  }

  @Override
  public List<RunSchedule> due(Run.Kind kind, long now, int limit) {
    return sql.list(DUE, JdbcRunSchedules::schedule, kind, now, limit);
  }

  private static RunSchedule schedule(Row row) throws SQLException {
    return new RunSchedule(
        Run.Kind.valueOf(row.text(1)),
        row.text(2),
        row.text(3),
        RunSchedule.State.valueOf(row.text(4)),
        row.numberOrNull(5),
        row.number(6));
  }

  @Override
  public void update(RunSchedule changed) {
    mode.requireWritable();
    int updated =
        sql.update(
            UPDATE,
            changed.expression(),
            changed.state(),
            changed.nextAt(),
            changed.version(),
            changed.kind(),
            changed.subject(),
            changed.version() - 1);
    if (updated == 0) {
      throw conflict(
          Entity.RUN,
          "The schedule of %s is no longer at version %d"
              .formatted(changed.subject(), changed.version() - 1));
    }
  }

  @Override
  public void delete(Run.Kind kind, String subject) {
    mode.requireWritable();
    sql.updateLater("DELETE FROM run_schedules WHERE kind = ? AND subject = ?", kind, subject);
  }
}
