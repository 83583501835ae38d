package io.propolis.compat.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.flink.table.api.ResultKind;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;

/** Flink's table environment, answering in rows of text or an error. */
record Session(TableEnvironment environment) {

  Map<String, Object> result(String sql) {
    try {
      return Map.of("rows", rows(sql));
    } catch (Exception | LinkageError e) {
      // The test judges the words; the log has the rest.
      e.printStackTrace();
      return Map.of("error", words(e));
    }
  }

  private List<String> rows(String sql) throws Exception {
    var result = environment.executeSql(sql);
    var rows = new ArrayList<String>();
    // The only row of an INSERT says that the number of rows is not known.
    var inserted = sql.strip().toUpperCase(Locale.ROOT).startsWith("INSERT");
    if (result.getResultKind() == ResultKind.SUCCESS || inserted) {
      return rows;
    }
    try (var found = result.collect()) {
      found.forEachRemaining(row -> rows.add(text(row)));
    }
    return rows;
  }

  private static String text(Row row) {
    var columns = new StringJoiner("|");
    for (int i = 0; i < row.getArity(); i++) {
      columns.add(String.valueOf(row.getField(i)));
    }
    return columns.toString();
  }

  private static String words(Throwable error) {
    var lines = new StringJoiner("\ncaused by ");
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      lines.add(cause.toString());
    }
    return lines.toString();
  }
}
