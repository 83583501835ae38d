package io.propolis.catalog.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the database would run the statements of a transaction. */
final class ExplainedStatements {
  private final Dialect dialect;

  ExplainedStatements(StoreSettings settings) {
    this.dialect = Dialect.of(settings);
  }

  /** A statement, and the steps of its plan that read a whole table or index. */
  record Plan(String statement, List<String> wholeScans) {}

  private record Call(Method method, @Nullable Object[] arguments) {}

  private record Executed(String sql, List<Call> parameters) {}

  /** Lets the database count what its tables hold, so that it plans for them. */
  void analyse(String... tables) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var table : tables) {
        statement.execute((isMysql() ? "ANALYZE TABLE " : "ANALYZE ") + table);
      }
    }
  }

  /** Runs the work, takes it back, and explains each of its statements. */
  List<Plan> of(Consumer<JdbcTransaction> work) throws SQLException {
    var executed = new ArrayList<Executed>();
    try (var connection = connect()) {
      connection.setAutoCommit(false);
      var sql =
          new Sql(recording(connection, executed), dialect, new Sql.Counts(), Sql.Sending.ALONE);
      var position =
          new SharedPosition(() -> 0, SharedPosition.Role.PEER, new SoleLease(MachineTime.SYSTEM));
      work.accept(
          new JdbcTransaction(sql, Mode.writing(Mode.Attempt.FIRST), new LayoutCache(), position));
      var plans = new ArrayList<Plan>();
      for (var each : executed) {
        plans.add(new Plan(each.sql(), explain(connection, each)));
      }
      connection.rollback();
      return plans;
    }
  }

  private Connection connect() throws SQLException {
    return dialect.migrationSource().getConnection();
  }

  private boolean isMysql() {
    return dialect instanceof MysqlDialect;
  }

  private static Connection recording(Connection connection, List<Executed> executed) {
    return (Connection)
        Proxy.newProxyInstance(
            ExplainedStatements.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isWrapperFor")) {
                return false;
              }
              var result = invoke(connection, new Call(method, arguments));
              if (result instanceof PreparedStatement statement) {
                return recording(statement, (String) arguments[0], executed);
              }
              return result instanceof Statement statement
                  ? recording(statement, executed)
                  : result;
            });
  }

  private static PreparedStatement recording(
      PreparedStatement statement, String sql, List<Executed> executed) {
    var parameters = new ArrayList<Call>();
    executed.add(new Executed(sql, parameters));
    return (PreparedStatement)
        Proxy.newProxyInstance(
            ExplainedStatements.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              var call = new Call(method, arguments);
              if (method.getName().startsWith("set") && arguments.length == 2) {
                parameters.add(call);
              }
              return invoke(statement, call);
            });
  }

  /** Of texts that hold their parameters. */
  private static Statement recording(Statement statement, List<Executed> executed) {
    return (Statement)
        Proxy.newProxyInstance(
            ExplainedStatements.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("execute")) {
                executed.add(new Executed((String) arguments[0], List.of()));
              }
              return invoke(statement, new Call(method, arguments));
            });
  }

  private static @Nullable Object invoke(Object target, Call call) throws Throwable {
    try {
      return call.method().invoke(target, call.arguments());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private List<String> explain(Connection connection, Executed executed) throws SQLException {
    var explain = dialect instanceof SqliteDialect ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
    try (var statement = connection.prepareStatement(explain + executed.sql())) {
      for (var parameter : executed.parameters()) {
        invoke(statement, parameter);
      }
      try (var steps = statement.executeQuery()) {
        var scans = new ArrayList<String>();
        int columns = steps.getMetaData().getColumnCount();
        while (steps.next()) {
          var step = new StringBuilder();
          for (int i = 1; i <= columns; i++) {
            step.append(steps.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT));
            step.append('=').append(steps.getString(i)).append(' ');
          }
          if (isWholeScan(step.toString())) {
            scans.add(step.toString());
          }
        }
        return scans;
      }
    } catch (SQLException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(executed.sql(), e);
    }
  }

  private boolean isWholeScan(String step) {
    if (isMysql()) {
      return step.contains(" type=ALL ") || step.contains(" type=index ");
    }
    return dialect instanceof SqliteDialect ? step.contains("SCAN ") : step.contains("Seq Scan");
  }
}
