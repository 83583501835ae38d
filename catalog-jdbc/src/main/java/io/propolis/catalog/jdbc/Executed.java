package io.propolis.catalog.jdbc;

import java.sql.SQLException;
import java.sql.Statement;

/** Statements that were run, until their results are read. */
interface Executed extends AutoCloseable {
  /** The first result is the current one. */
  Statement statement();

  /** To be told when all results were read. */
  void done();

  @Override
  void close() throws SQLException;

  /** By a statement that is used once. */
  static Executed once(Statement statement) {
    return new Executed() {
      @Override
      public Statement statement() {
        return statement;
      }

      @Override
      public void done() {}

      @Override
      public void close() throws SQLException {
        statement.close();
      }
    };
  }
}
