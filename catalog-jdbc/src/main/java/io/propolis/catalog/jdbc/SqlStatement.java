package io.propolis.catalog.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that runs or waits.
 *
 * @param text with a {@code ?} for each parameter
 * @param asks what is asked for beside its result
 * @param answered takes its result
 */
record SqlStatement(
    String text, List<? extends @Nullable Object> parameters, Asks asks, Answered answered) {
  static final SqlStatement BEGIN = frame("BEGIN");
  static final SqlStatement COMMIT = frame("COMMIT");

  /** What is asked for beside the result of a statement. */
  enum Asks {
    NOTHING,
    /** The id that it gives to a row. */
    ID
  }

  /** Reads what a statement has answered, which is the current result. */
  interface Answered {
    void by(Statement statement) throws SQLException;
  }

  private static SqlStatement frame(String text) {
    return new SqlStatement(text, List.of(), Asks.NOTHING, statement -> {});
  }

  /** BEGIN and COMMIT are not counted. */
  boolean isFrame() {
    return this == BEGIN || this == COMMIT;
  }
}
