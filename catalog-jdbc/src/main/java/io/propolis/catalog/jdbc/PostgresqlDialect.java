package io.propolis.catalog.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, and what speaks its protocol. */
final class PostgresqlDialect implements Dialect {
  private static final String WRITER_SETUP =
      "SET idle_in_transaction_session_timeout = '%ds'".formatted(ServerPools.IDLE_WRITER_SECONDS);

  /** From how many on values go as arrays. */
  private static final int MANY = 8;

  private final ServerPools pools;

  PostgresqlDialect(StoreSettings settings) {
    var asking = driver();
    asking.setProperty("socketTimeout", String.valueOf(ServerPools.ASKING_SECONDS));
    this.pools = new ServerPools(settings, settings.url(), driver(), asking, WRITER_SETUP);
  }

  private static Properties driver() {
    var driver = new Properties();
    driver.setProperty("ApplicationName", "propolis");
    driver.setProperty("tcpKeepAlive", "true");
    driver.setProperty("connectTimeout", "10");
    driver.setProperty("socketTimeout", "300");
    driver.setProperty("options", "-c lock_timeout=10s");
    return driver;
  }

  @Override
  public String migrations() {
    return "postgresql";
  }

  @Override
  public Map<String, String> placeholders(Connection connection) {
    return Map.of();
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

  @Override
  public Part inserting(String insert, List<? extends List<? extends @Nullable Object>> rows) {
    return rows.size() < MANY
        ? Dialect.super.inserting(insert, rows)
        : SqlArray.inserting(insert, rows);
  }

  @Override
  public Optional<Part> given(
      List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    return rows.size() < MANY ? Optional.empty() : Optional.of(SqlArray.given(columns, rows));
  }

  @Override
  public Part among(List<?> keys) {
    return keys.size() < MANY
        ? Dialect.super.among(keys)
        : new Part(" = ANY (?)", List.of(SqlArray.of(keys)));
  }

  @Override
  public String lastId() {
    return "lastval()";
  }

  @Override
  public String forUpdate() {
    // Keeps out whoever changes or deletes the row, but not those who insert a row that refers to
    // it: a database's row is no bottleneck for new tables.
    return " FOR NO KEY UPDATE";
  }

  @Override
  public String forShare() {
    return " FOR SHARE";
  }

  @Override
  public String ignoringDuplicates(String key) {
    return " ON CONFLICT (" + key + ") DO NOTHING";
  }

  @Override
  public String replacingDuplicates(List<String> key, List<String> columns) {
    return StandardSql.update(key, columns);
  }

  @Override
  public PartitionCondition.ValueSql values() {
    return VALUES;
  }

  private static final PartitionCondition.ValueSql VALUES =
      new PartitionCondition.ValueSql() {
        @Override
        public String value(int key) {
          return "((values_text::json ->> " + key + ") COLLATE \"C\")";
        }

        @Override
        public Object text(String text) {
          return text;
        }

        @Override
        public String isPlainNumber(String value) {
          return value + " ~ '^-?[0-9]{1,30}([.][0-9]{1,30})?$'";
        }

        @Override
        public String number(String value) {
          return value + "::numeric";
        }

        @Override
        public Object bound(BigDecimal number, boolean below) {
          return number;
        }

        @Override
        public String isPlainDate(String value) {
          return value + " ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'";
        }

        @Override
        public String unlessEscaped(String condition) {
          return "(CASE WHEN strpos(values_text, chr(92)) > 0 THEN TRUE ELSE "
              + condition
              + " END)";
        }
      };

  @Override
  public Failure classify(SQLException exception) {
    @Nullable String state = exception.getSQLState();
    if (state == null) {
      return StandardSql.bySqlState(exception);
    }
    return switch (state) {
      case "23505" -> Failure.UNIQUE;
      case "23502", "23503" -> Failure.FOREIGN_KEY;
      case "23514" -> Failure.FENCED;
      case "55P03" -> Failure.RETRY;
      // Shutdowns, crash recovery, too many connections, and a transaction that paused for too
      // long.
      case "57P01", "57P02", "57P03", "53300", "25P03" -> Failure.CONNECTION;
      // A row too large for an index.
      case "54000" -> Failure.VALUE;
      default -> StandardSql.bySqlState(exception);
    };
  }
}
