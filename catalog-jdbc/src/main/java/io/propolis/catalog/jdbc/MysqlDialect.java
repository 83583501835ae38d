package io.propolis.catalog.jdbc;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * MySQL and MariaDB, both through MySQL Connector/J.
 *
 * <p>Connector/J takes MariaDB for an old MySQL: it reads the isolation level by the name MariaDB
 * knows and never negotiates MySQL 8's collations. Statements of transactions go as {@linkplain
 * LiteralStatements text}, because a prepared statement on the server costs a round trip of its own
 * for every number of rows.
 */
final class MysqlDialect implements Dialect {
  private static final int DUPLICATE_KEY = 1062;
  private static final int PARENT_HAS_CHILDREN = 1451;
  private static final int PARENT_ABSENT = 1452;
  private static final int NULL_VALUE = 1048;
  private static final int MYSQL_CHECK = 3819;
  private static final int MARIADB_CHECK = 4025;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int RECORD_CHANGED = 1020;
  private static final int TOO_MANY_CONNECTIONS = 1040;
  private static final int SERVER_SHUTDOWN = 1053;
  private static final int KILLED = 1927;

  /** MySQL knows no such limit; what MariaDB alone knows is a comment to it. */
  private static final String WRITER_SETUP =
      "SET SESSION innodb_lock_wait_timeout = 10 /*M!100300 , SESSION idle_transaction_timeout = %d */"
          .formatted(ServerPools.IDLE_WRITER_SECONDS);

  private final ServerPools pools;

  MysqlDialect(StoreSettings settings) {
    // Prepared once on the server, the same statement takes a fifth less each time.
    var asking = driver();
    asking.setProperty("useServerPrepStmts", "true");
    asking.setProperty("socketTimeout", String.valueOf(ServerPools.ASKING_SECONDS * 1_000));
    this.pools = new ServerPools(settings, url(settings.url()), driver(), asking, WRITER_SETUP);
  }

  /** Connector/J knows its own prefix only. */
  static String url(String url) {
    return url.startsWith("jdbc:mariadb:")
        ? "jdbc:mysql:" + url.substring("jdbc:mariadb:".length())
        : url;
  }

  private static Properties driver() {
    var driver = new Properties();
    driver.setProperty("useServerPrepStmts", "false");
    driver.setProperty("allowMultiQueries", "true");
    driver.setProperty("cachePrepStmts", "true");
    driver.setProperty("prepStmtCacheSize", "256");
    driver.setProperty("prepStmtCacheSqlLimit", "4096");
    driver.setProperty("useLocalSessionState", "true");
    driver.setProperty("cacheServerConfiguration", "true");
    driver.setProperty("elideSetAutoCommits", "true");
    driver.setProperty("maintainTimeStats", "false");
    // The driver would read the whole text of a statement for that clause.
    driver.setProperty("dontCheckOnDuplicateKeyUpdateInSQL", "true");
    driver.setProperty("tcpKeepAlive", "true");
    driver.setProperty("connectTimeout", "10000");
    driver.setProperty("socketTimeout", "300000");
    driver.setProperty("sessionVariables", "innodb_lock_wait_timeout=10");
    return driver;
  }

  @Override
  public String migrations() {
    return "mysql";
  }

  @Override
  public Map<String, String> placeholders(Connection connection) throws SQLException {
    return Map.of("collation", isMariadb(connection) ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
  }

  private static boolean isMariadb(Connection connection) throws SQLException {
    return version(connection).toLowerCase(Locale.ROOT).contains("mariadb");
  }

  private static String version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT version()")) {
      result.next();
      return result.getString(1);
    }
  }

  /** The driver calls MariaDB "MySQL 5.5.5-…", a prefix for old replicas. */
  @Override
  public String product(Connection connection) throws SQLException {
    return (isMariadb(connection) ? "MariaDB " : "MySQL ") + version(connection);
  }

  @Override
  public DataSource migrationSource() {
    return pools.single();
  }

  @Override
  public Pools pools() {
    return pools.open();
  }

  @Override
  public Writes writes(Pools open, Writes.Transactions transactions) {
    return new ServerWrites(this, open.writing(), transactions);
  }

  @Override
  public boolean takesSeveral() {
    return true;
  }

  // MySQL has no RETURNING: ids come with the answer to a statement, and so does what the statement
  // says is one.

  @Override
  public String returningId() {
    return "";
  }

  @Override
  public OptionalLong insertedId(Statement insert) throws SQLException {
    return insert.getUpdateCount() > 0 ? OptionalLong.of(lastId(insert)) : OptionalLong.empty();
  }

  @Override
  public String lastId() {
    return "LAST_INSERT_ID()";
  }

  @Override
  public Executed execute(Connection connection, List<SqlStatement> statements)
      throws SQLException {
    return Executed.once(
        LiteralStatements.areShort(statements)
            ? LiteralStatements.execute(connection, statements)
            : BoundStatements.execute(
                text -> connection.prepareStatement(text, Statement.RETURN_GENERATED_KEYS),
                statements));
  }

  private static long lastId(Statement statement) throws SQLException {
    try (var keys = statement.getGeneratedKeys()) {
      keys.next();
      return keys.getLong(1);
    }
  }

  @Override
  public String advance() {
    return """
        UPDATE change_position
        SET current_position = CASE WHEN sole_node IS NULL OR sole_term = ?
                                    THEN LAST_INSERT_ID(current_position + ?) ELSE -1 END
        WHERE id = 1""";
  }

  @Override
  public long advanced(Statement advance) throws SQLException {
    return lastId(advance);
  }

  @Override
  public String advancedPosition() {
    return "LAST_INSERT_ID()";
  }

  @Override
  public String forUpdate() {
    return " FOR UPDATE";
  }

  @Override
  public String forShare() {
    // MariaDB has no FOR SHARE.
    return " LOCK IN SHARE MODE";
  }

  @Override
  public String ignoringDuplicates(String key) {
    // Not INSERT IGNORE, which also swallows values that do not fit.
    var column = key.split(",", 2)[0];
    return " ON DUPLICATE KEY UPDATE " + column + " = " + column;
  }

  @Override
  public String replacingDuplicates(List<String> key, List<String> columns) {
    return columns.stream()
        .map(column -> column + " = VALUES(" + column + ")")
        .collect(Collectors.joining(", ", " ON DUPLICATE KEY UPDATE ", ""));
  }

  @Override
  public String lengthening(String table, String key, String column) {
    return """
        UPDATE %1$s SET %3$s = CONCAT(%3$s, ?)
        WHERE %2$s = ? AND LENGTH(%3$s) + ? < @@max_allowed_packet"""
        .formatted(table, key, column);
  }

  @Override
  public PartitionCondition.ValueSql values() {
    return VALUES;
  }

  private static final PartitionCondition.ValueSql VALUES =
      new PartitionCondition.ValueSql() {
        @Override
        public String value(int key) {
          return "CAST(JSON_UNQUOTE(JSON_EXTRACT(values_text, '$[" + key + "]')) AS BINARY)";
        }

        @Override
        public Object text(String text) {
          return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String isPlainNumber(String value) {
          return value.replace(" AS BINARY)", " AS CHAR)")
              + " REGEXP '^-?[0-9]{1,30}([.][0-9]{1,30})?$'";
        }

        @Override
        public String number(String value) {
          return value.replace(" AS BINARY)", " AS DECIMAL(65, 30))");
        }

        @Override
        public Object bound(BigDecimal number, boolean below) {
          return number;
        }

        @Override
        public String isPlainDate(String value) {
          return value.replace(" AS BINARY)", " AS CHAR)")
              + " REGEXP '^[0-9]{4}-[0-9]{2}-[0-9]{2}'";
        }

        @Override
        public String unlessEscaped(String condition) {
          return "(CASE WHEN INSTR(values_text, CHAR(92)) > 0 THEN 1 ELSE "
              + condition
              + " END) = 1";
        }
      };

  @Override
  public Failure classify(SQLException exception) {
    return switch (exception.getErrorCode()) {
      case DUPLICATE_KEY -> Failure.UNIQUE;
      case PARENT_HAS_CHILDREN, PARENT_ABSENT, NULL_VALUE -> Failure.FOREIGN_KEY;
      case MYSQL_CHECK, MARIADB_CHECK -> Failure.FENCED;
      case LOCK_WAIT_TIMEOUT, DEADLOCK, RECORD_CHANGED -> Failure.RETRY;
      case TOO_MANY_CONNECTIONS, SERVER_SHUTDOWN, KILLED -> Failure.CONNECTION;
      default -> StandardSql.bySqlState(exception);
    };
  }
}
