package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Everything in which the databases differ. */
interface Dialect {
  /** The dialect that a JDBC URL asks for. */
  static Dialect of(StoreSettings settings) {
    var url = settings.url();
    if (url.startsWith("jdbc:sqlite:")) {
      return new SqliteDialect(settings);
    }
    if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
      return new MysqlDialect(settings);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return new PostgresqlDialect(settings);
    }
    throw CatalogException.invalid(
        Entity.REQUEST,
        "No database for the URL %s: it begins with jdbc:sqlite:, jdbc:mysql:, jdbc:mariadb: or jdbc:postgresql:"
            .formatted(settings.shownUrl()));
  }

  /** Folder of the migrations. */
  String migrations();

  /** Values for the placeholders of the migrations. */
  Map<String, String> placeholders(Connection connection) throws SQLException;

  /** A source of single connections for the migrations. */
  DataSource migrationSource();

  /** Opens the pools of a migrated database. */
  Pools pools();

  /** Begins a transaction on a connection of {@link Pools#reading}. */
  default void beginReading(Connection connection) throws SQLException {
    // Pools hand out connections whose transaction begins with the first statement.
  }

  /** How transactions are written; asked once for a store. */
  Writes writes(Pools pools, Writes.Transactions transactions);

  /** Whether statements that are joined by semicolons go in one round trip. */
  boolean takesSeveral();

  /** Runs statements, several only where it {@link #takesSeveral}. The caller closes them. */
  default Executed execute(Connection connection, List<SqlStatement> statements)
      throws SQLException {
    return Executed.once(BoundStatements.execute(connection::prepareStatement, statements));
  }

  /** Part of a statement, and its parameters. */
  record Part(String text, List<? extends @Nullable Object> parameters) {}

  /**
   * An INSERT of rows.
   *
   * @param insert up to and with VALUES
   */
  default Part inserting(String insert, List<? extends List<? extends @Nullable Object>> rows) {
    var parameters = new ArrayList<@Nullable Object>(rows.size() * rows.get(0).size());
    rows.forEach(parameters::addAll);
    return new Part(
        Sql.inserting(insert, Sql.placeholders(rows.get(0).size()), rows.size()), parameters);
  }

  /**
   * What an UPDATE takes the values of many rows from, as a table {@code given} of these columns;
   * empty where an INSERT that replaces what stands costs no more.
   */
  default Optional<Part> given(
      List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    return Optional.empty();
  }

  /** What stands behind a column that is to be one of some keys, at least one. */
  default Part among(List<?> keys) {
    return new Part(" IN " + Sql.placeholders(keys.size()), keys);
  }

  /** What stands behind an INSERT to learn the id that it gives to its row; may be empty. */
  default String returningId() {
    return " RETURNING id";
  }

  /** The id that such an INSERT has given; empty when it inserted nothing. */
  default OptionalLong insertedId(Statement insert) throws SQLException {
    try (var row = insert.getResultSet()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  /** The id that was given last in this session, for a statement behind the INSERT. */
  default String lastId() {
    throw new IllegalStateException("Ids are at hand where statements go one by one");
  }

  /**
   * Moves the position of the change log on and answers the new one; FENCED when another server
   * alone may do so. Its parameters are the term of this one's right and how far.
   */
  default String advance() {
    return """
        UPDATE change_position
        SET current_position = CASE WHEN sole_node IS NULL OR sole_term = ?
                                    THEN current_position + ? ELSE -1 END
        WHERE id = 1
        RETURNING current_position""";
  }

  /** The answer to {@link #advance}. */
  default long advanced(Statement advance) throws SQLException {
    return insertedId(advance).orElseThrow();
  }

  /** The position that the transaction has advanced to, for a statement behind that. */
  default String advancedPosition() {
    return "(" + JdbcChanges.POSITION + ")";
  }

  default void rollback(Connection connection) throws SQLException {
    connection.rollback();
  }

  /** What stands behind a SELECT to lock its rows until the transaction ends; may be empty. */
  String forUpdate();

  /** The same for rows that others may lock likewise. */
  String forShare();

  /**
   * What stands behind an INSERT to pass over rows whose key, of one or more columns, stands
   * already.
   */
  String ignoringDuplicates(String key);

  /** What stands behind an INSERT to replace columns of rows whose key stands already. */
  String replacingDuplicates(List<String> key, List<String> columns);

  /**
   * Where the length of a statement is bounded, a statement that puts bytes behind those that a
   * column has: its parameters are the bytes, the key, and their number, and it finds no row when
   * the database could not send the whole. Empty where values of any length go in one statement.
   */
  default String lengthening(String table, String key, String column) {
    return "";
  }

  /** How partition values are read in SQL. */
  PartitionCondition.ValueSql values();

  Failure classify(SQLException exception);

  /** Name and version of the server, for people. */
  default String product(Connection connection) throws SQLException {
    var data = connection.getMetaData();
    return data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
  }
}
