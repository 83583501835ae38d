package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.conflict;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.store.Runs;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class JdbcRuns implements Runs {
  private static final List<String> UNFINISHED_STATES =
      Arrays.stream(Run.State.values())
          .filter(state -> !state.isFinal())
          .map(Run.State::name)
          .toList();

  private static final String SELECT =
      """
      SELECT id, kind, subject, state, attempt, cause, lease_owner, lease_until, version,
             started_at, ended_at, error, progress
      FROM runs
      """;
  private static final String FIND = SELECT + "WHERE id = ?";
  private static final String OF_SUBJECT =
      SELECT + "WHERE kind = ? AND subject = ? ORDER BY started_at DESC, sequence DESC LIMIT ?";
  private static final String BEFORE =
      """
      AND (started_at < ?
        OR (started_at = ? AND sequence < (SELECT sequence FROM runs WHERE id = ?)))""";
  private static final String NEWEST =
      """
      SELECT id, kind, subject, state, attempt, cause, lease_owner, lease_until, version,
             started_at, ended_at, error, progress
      FROM (
        SELECT id, kind, subject, state, attempt, cause, lease_owner, lease_until, version,
               started_at, ended_at, error, progress,
               ROW_NUMBER() OVER (
                 PARTITION BY subject ORDER BY started_at DESC, sequence DESC) AS age
        FROM runs WHERE kind = ? AND subject IN %s
      ) AS aged
      WHERE age <= ? ORDER BY subject, age""";
  private static final String DELETE_NOTES_OF_ENDED =
      """
      DELETE FROM run_notes WHERE run_id IN (SELECT id FROM runs WHERE kind = ? AND ended_at < ?)""";
  private static final String DELETE_ENDED = "DELETE FROM runs WHERE kind = ? AND ended_at < ?";
  private static final String UNFINISHED =
      SELECT
          + "WHERE kind = ? AND state IN "
          + Sql.placeholders(UNFINISHED_STATES.size())
          + " ORDER BY started_at, sequence";
  private static final String UNFINISHED_OF_SUBJECT =
      SELECT
          + "WHERE kind = ? AND subject = ? AND state IN "
          + Sql.placeholders(UNFINISHED_STATES.size())
          + " ORDER BY started_at, sequence";
  private static final String INSERT =
      """
      INSERT INTO runs (id, kind, subject, state, attempt, cause, lease_owner, lease_until, version,
             started_at, ended_at, error, progress)
      VALUES""";
  private static final String UPDATE =
      """
      UPDATE runs
      SET state = ?, attempt = ?, lease_owner = ?, lease_until = ?, version = ?, ended_at = ?,
          error = ?, progress = ?
      WHERE id = ? AND version = ?""";

  private final Sql sql;
  private final Mode mode;

  JdbcRuns(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  /** Passes through the gate of the locks: starting a run is rare enough to share it. */
  @Override
  public void serialise() {
    mode.requireWritable();
    sql.lock(JdbcLocks.GATE);
  }

  @Override
  public void insert(Run run) {
    insertAll(List.of(run));
  }

  @Override
  public void insertAll(Collection<Run> runs) {
    mode.requireWritable();
    for (var run : runs) {
      Limits.name(Entity.RUN, run.id());
      Limits.name(Entity.RUN, run.subject());
    }
    try {
      sql.insertRows(INSERT, runs.stream().map(JdbcRuns::row).toList(), "");
    } catch (StatementFailure e) {
      var ids = runs.stream().map(Run::id).collect(Collectors.joining(", "));
      throw e.as(Failure.UNIQUE, () -> alreadyExists(Entity.RUN, ids));
    }
  }

  private static List<@Nullable Object> row(Run run) {
    return Arrays.<@Nullable Object>asList(
        run.id(),
        run.kind(),
        run.subject(),
        run.state(),
        run.attempt(),
        run.cause(),
        run.leaseOwner(),
        run.leaseUntil(),
        run.version(),
        run.startedAt(),
        run.endedAt(),
        run.error(),
        Json.Maps.write(run.progress()));
  }

  @Override
  public Optional<Run> find(String id) {
    return sql.first(FIND, JdbcRuns::run, id);
  }

  @Override
  public List<Run> ofSubject(Run.Kind kind, String subject, int limit) {
    return sql.list(OF_SUBJECT, JdbcRuns::run, kind, subject, limit);
  }

  @Override
  public List<Run> listed(
      Run.Kind kind, @Nullable String subject, @Nullable Place before, int limit) {
    var where = new StringBuilder(SELECT).append("WHERE kind = ?");
    var parameters = new ArrayList<Object>(List.of(kind));
    if (subject != null) {
      where.append(" AND subject = ?");
      parameters.add(subject);
    }
    if (before != null) {
      where.append(' ').append(BEFORE);
      parameters.addAll(List.of(before.startedAt(), before.startedAt(), before.id()));
    }
    parameters.add(limit);
    return sql.list(
        where + " ORDER BY started_at DESC, sequence DESC LIMIT ?", JdbcRuns::run, parameters);
  }

  @Override
  public List<Run> newest(Run.Kind kind, Collection<String> subjects, int each) {
    var found = new ArrayList<Run>();
    Sql.forChunks(
        subjects,
        chunk -> {
          var parameters = new ArrayList<Object>(List.of(kind));
          parameters.addAll(chunk);
          parameters.add(each);
          found.addAll(
              sql.list(
                  NEWEST.formatted(Sql.placeholders(chunk.size())), JdbcRuns::run, parameters));
        });
    return found;
  }

  @Override
  public void deleteOf(Run.Kind kind, String subject) {
    mode.requireWritable();
    sql.updateLater("DELETE FROM run_notes WHERE kind = ? AND subject = ?", kind, subject);
    sql.updateLater("DELETE FROM runs WHERE kind = ? AND subject = ?", kind, subject);
  }

  @Override
  public int deleteEndedBefore(Run.Kind kind, long time) {
    mode.requireWritable();
    sql.updateLater(DELETE_NOTES_OF_ENDED, kind, time);
    return sql.update(DELETE_ENDED, kind, time);
  }

  @Override
  public List<Run> unfinished(Run.Kind kind) {
    var parameters = new ArrayList<Object>(List.of(kind));
    parameters.addAll(UNFINISHED_STATES);
    return sql.list(UNFINISHED, JdbcRuns::run, parameters);
  }

  @Override
  public List<Run> unfinished(Run.Kind kind, String subject) {
    var parameters = new ArrayList<Object>(List.of(kind, subject));
    parameters.addAll(UNFINISHED_STATES);
    return sql.list(UNFINISHED_OF_SUBJECT, JdbcRuns::run, parameters);
  }

  private static Run run(Row row) throws SQLException {
    return new Run(
        row.text(1),
        Run.Kind.valueOf(row.text(2)),
        row.text(3),
        Run.State.valueOf(row.text(4)),
        row.integer(5),
        row.text(6),
        row.textOrNull(7),
        row.number(8),
        row.number(9),
        row.number(10),
        row.numberOrNull(11),
        row.textOrNull(12),
        Json.Maps.read(row.textOrNull(13)));
  }

  @Override
  public void update(Run changed) {
    mode.requireWritable();
    int updated =
        sql.update(
            UPDATE,
            changed.state(),
            changed.attempt(),
            changed.leaseOwner(),
            changed.leaseUntil(),
            changed.version(),
            changed.endedAt(),
            changed.error(),
            Json.Maps.write(changed.progress()),
            changed.id(),
            changed.version() - 1);
    if (updated == 0) {
      throw conflict(
          Entity.RUN,
          "Run %s is no longer at version %d".formatted(changed.id(), changed.version() - 1));
    }
  }
}
