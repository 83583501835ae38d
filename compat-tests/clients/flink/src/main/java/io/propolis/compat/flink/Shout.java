package io.propolis.compat.flink;

import org.apache.flink.table.functions.ScalarFunction;

/** A function of Flink's own kind, for the tests to keep in the catalog. */
public final class Shout extends ScalarFunction {

  private static final long serialVersionUID = 1L;

  /** What Flink calls for each row. */
  public String eval(String text) {
    return text + "!";
  }
}
