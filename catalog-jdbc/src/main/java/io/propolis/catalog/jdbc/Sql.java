package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.SqlStatement.Asks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of one transaction on one connection and counts them. Once a statement has
 * failed nothing more is run: some databases would refuse it anyway, and all should behave alike.
 *
 * <p>A statement whose outcome nobody waits for is run {@link #later}: together with the next one,
 * in one round trip, where the database takes several at a time.
 */
final class Sql {
  /** Rows or keys of one statement: within every database's limit of parameters. */
  static final int CHUNK = 1000;

  /** Characters and bytes that wait at most, far below the packet that any database takes. */
  private static final int MOST_WAITING = 1 << 20;

  private final Connection connection;
  private final Dialect dialect;
  private final Counts counts;
  private final boolean takesSeveral;
  private final List<SqlStatement> waiting = new ArrayList<>();
  private long waitingSize;
  private boolean written;
  private @Nullable StatementFailure failed;

  /** What was run, over all transactions: statements, and the round trips that carried them. */
  record Counts(LongAdder statements, LongAdder trips) {
    Counts() {
      this(new LongAdder(), new LongAdder());
    }
  }

  /** Reads what a statement has answered. */
  interface Answer<T> {
    T of(Statement statement) throws SQLException;
  }

  /** What a statement answers, there as soon as the statement has been sent. */
  static final class Awaited<T> {
    private @Nullable T answer;

    /** Absent for good when it was lost with the answer to a commit that was made. */
    Optional<T> ifKnown() {
      return Optional.ofNullable(answer);
    }

    T get() {
      if (answer == null) {
        throw new IllegalStateException("The statement has not been sent");
      }
      return answer;
    }
  }

  Sql(Connection connection, Dialect dialect, Counts counts) {
    this(connection, dialect, counts, dialect.takesSeveral() ? Sending.TOGETHER : Sending.ALONE);
  }

  /** How statements go that nobody waits for. */
  enum Sending {
    TOGETHER,
    ALONE
  }

  Sql(Connection connection, Dialect dialect, Counts counts, Sending sending) {
    this.connection = connection;
    this.dialect = dialect;
    this.counts = counts;
    this.takesSeveral = sending == Sending.TOGETHER;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Begins a transaction with the first statement. */
  void begin() {
    waiting.add(SqlStatement.BEGIN);
  }

  /** The failure after which the transaction can only be rolled back, if there was one. */
  Optional<StatementFailure> failed() {
    return Optional.ofNullable(failed);
  }

  <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, Arrays.asList(parameters));
  }

  <T> List<T> list(String sql, Row.Mapper<T> mapper, List<? extends @Nullable Object> parameters) {
    return send(sql, parameters, Asks.NOTHING, statement -> rows(statement, mapper));
  }

  /** The same, there as soon as the next statement has been sent. */
  <T> Awaited<List<T>> listLater(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return later(
        sql, Arrays.asList(parameters), Asks.NOTHING, statement -> rows(statement, mapper));
  }

  <T> Optional<T> first(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  /**
   * Locks the rows whose ids the SELECT finds, together with the next statement; nothing to do
   * where a writer is alone. What the next statement finds need not be locked: the rows may have
   * become visible while the lock was waited for.
   */
  Locked lock(String select, @Nullable Object... parameters) {
    return lock(select, dialect.forUpdate(), parameters);
  }

  /** The same, so that others may lock them likewise, and nobody change them. */
  Locked lockShared(String select, @Nullable Object... parameters) {
    return lock(select, dialect.forShare(), parameters);
  }

  private Locked lock(String select, String ending, @Nullable Object... parameters) {
    return ending.isEmpty()
        ? id -> true
        : holding(
            later(
                select + ending,
                Arrays.asList(parameters),
                Asks.NOTHING,
                statement -> rows(statement, row -> row.number(1))));
  }

  private static Locked holding(Awaited<List<Long>> ids) {
    return id -> ids.get().contains(id);
  }

  /** What a lock has found, once the next statement has been answered. */
  interface Locked {
    boolean has(long id);
  }

  /** Returns the number of rows that were found (not: that differ afterwards). */
  int update(String sql, @Nullable Object... parameters) {
    return update(sql, Arrays.asList(parameters));
  }

  int update(String sql, List<? extends @Nullable Object> parameters) {
    written = true;
    return send(sql, parameters, Asks.NOTHING, Statement::getUpdateCount);
  }

  /**
   * Runs a statement with the next one, or with the commit. Only for what cannot fail for a reason
   * that the caller would tell: a failure comes up wherever it is met.
   */
  void updateLater(String sql, List<? extends @Nullable Object> parameters) {
    written = true;
    later(sql, parameters);
  }

  void updateLater(String sql, @Nullable Object... parameters) {
    updateLater(sql, Arrays.asList(parameters));
  }

  /** The same for a statement that changes nothing. */
  void later(String sql, List<? extends @Nullable Object> parameters) {
    later(sql, parameters, Asks.NOTHING, statement -> true);
  }

  /** The same for an update whose answer is asked for when it has been sent with others. */
  <T> Awaited<T> updateLater(
      String sql, List<? extends @Nullable Object> parameters, Asks asks, Answer<T> answer) {
    written = true;
    return later(sql, parameters, asks, answer);
  }

  private <T> Awaited<T> later(
      String sql, List<? extends @Nullable Object> parameters, Asks asks, Answer<T> answer) {
    long size = size(parameters);
    if (waitingSize + size > MOST_WAITING) {
      flush();
    }
    waitingSize += size;
    var awaited = enqueue(sql, parameters, asks, answer);
    if (!takesSeveral) {
      flush();
    }
    return awaited;
  }

  private <T> Awaited<T> enqueue(
      String sql, List<? extends @Nullable Object> parameters, Asks asks, Answer<T> answer) {
    var awaited = new Awaited<T>();
    waiting.add(
        new SqlStatement(
            sql, parameters, asks, statement -> awaited.answer = answer.of(statement)));
    return awaited;
  }

  /** Runs what waits, in one round trip. */
  void flush() {
    if (!waiting.isEmpty()) {
      sendAll();
    }
  }

  /** Whether a statement was run, or waits, that may have changed something. */
  boolean hasWritten() {
    return written;
  }

  /** Inserts one row and returns the id it was given. */
  long insert(String sql, @Nullable Object... parameters) {
    return insertIfPossible(sql, parameters)
        .orElseThrow(() -> new IllegalStateException("No row was inserted by " + sql));
  }

  /** The same; absent when the statement, an INSERT … SELECT, finds nothing to insert. */
  OptionalLong insertIfPossible(String sql, @Nullable Object... parameters) {
    written = true;
    return send(
        sql + dialect.returningId(), Arrays.asList(parameters), Asks.ID, dialect::insertedId);
  }

  /**
   * Inserts rows, {@link #CHUNK} per statement.
   *
   * @param insert the statement up to and with VALUES
   * @param ending what stands behind the rows, may be empty
   */
  void insertRows(
      String insert, List<? extends List<? extends @Nullable Object>> rows, String ending) {
    forChunks(
        rows,
        chunk -> {
          var inserting = dialect.inserting(insert, chunk);
          update(inserting.text() + ending, inserting.parameters());
        });
  }

  /** Inserts rows {@link #updateLater later}, {@link #CHUNK} per statement. */
  void insertRowsLater(String insert, List<? extends List<? extends @Nullable Object>> rows) {
    insertRowsLater(insert, rows, "");
  }

  /** The same with what stands behind the rows, which may be empty. */
  void insertRowsLater(
      String insert, List<? extends List<? extends @Nullable Object>> rows, String ending) {
    forChunks(
        rows,
        chunk -> {
          var inserting = dialect.inserting(insert, chunk);
          updateLater(inserting.text() + ending, inserting.parameters());
        });
  }

  /**
   * Inserts rows {@link #updateLater later}, {@link #CHUNK} per statement.
   *
   * @param row the expressions of one row, in parentheses
   */
  void insertRowsLater(
      String insert, String row, List<? extends List<? extends @Nullable Object>> rows) {
    forChunks(rows, chunk -> updateLater(inserting(insert, row, chunk.size()), joinedRows(chunk)));
  }

  static String inserting(String insert, String row, int count) {
    return insert + " " + String.join(", ", Collections.nCopies(count, row));
  }

  private static List<@Nullable Object> joinedRows(
      List<? extends List<? extends @Nullable Object>> rows) {
    var parameters = new ArrayList<@Nullable Object>(rows.size() * rows.get(0).size());
    rows.forEach(parameters::addAll);
    return parameters;
  }

  /** Hands the elements over, {@link #CHUNK} at a time. */
  static <T> void forChunks(Collection<T> elements, Consumer<List<T>> work) {
    var all = List.copyOf(elements);
    for (int from = 0; from < all.size(); from += CHUNK) {
      work.accept(all.subList(from, Math.min(from + CHUNK, all.size())));
    }
  }

  /** {@code (?, ?, ?)}. */
  static String placeholders(int count) {
    return "(" + "?, ".repeat(count - 1) + "?)";
  }

  /** Runs what waits and the statement, in one round trip; the answer is that of the statement. */
  private <T> T send(
      String sql, List<? extends @Nullable Object> parameters, Asks asks, Answer<T> answer) {
    var awaited = enqueue(sql, parameters, asks, answer);
    sendAll();
    return awaited.get();
  }

  /** Runs what waits and commits, in one round trip. */
  void commit() {
    waiting.add(SqlStatement.COMMIT);
    sendAll();
  }

  private void sendAll() {
    if (failed != null) {
      throw failed;
    }
    var all = List.copyOf(waiting);
    waiting.clear();
    waitingSize = 0;
    counts.statements().add(all.stream().filter(each -> !each.isFrame()).count());
    counts.trips().increment();
    try (var executed = dialect.execute(connection, all)) {
      var statement = executed.statement();
      all.get(0).answered().by(statement);
      for (var next : all.subList(1, all.size())) {
        moveOn(statement);
        next.answered().by(statement);
      }
      executed.done();
    } catch (SQLException e) {
      failed = new StatementFailure(dialect.classify(e), e);
      throw failed;
    }
  }

  /** To the next result; a statement that failed is met here by some drivers. */
  private static void moveOn(Statement statement) throws SQLException {
    if (!statement.getMoreResults() && statement.getUpdateCount() < 0) {
      throw new SQLException("The database left statements unanswered");
    }
  }

  private static <T> List<T> rows(Statement statement, Row.Mapper<T> mapper) throws SQLException {
    try (var result = statement.getResultSet()) {
      var row = new Row(result);
      var rows = new ArrayList<T>();
      while (result.next()) {
        rows.add(mapper.map(row));
      }
      return rows;
    }
  }

  private static long size(List<? extends @Nullable Object> parameters) {
    long size = 0;
    for (var parameter : parameters) {
      if (parameter instanceof String text) {
        size += text.length();
      } else if (parameter instanceof byte[] bytes) {
        size += bytes.length;
      } else if (parameter instanceof SqlArray array) {
        size += array.size();
      }
    }
    return size;
  }
}
