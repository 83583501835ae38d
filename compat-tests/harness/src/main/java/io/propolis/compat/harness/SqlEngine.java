package io.propolis.compat.harness;

import java.util.List;

/** A foreign engine that runs SQL against the catalog. */
public interface SqlEngine extends AutoCloseable {

  /**
   * Runs one statement. Each row of the result is one string, its columns joined by {@code |}, null
   * as {@code null}; statements without a result give an empty list.
   *
   * @throws SqlFailedException when the engine refuses or fails, with the engine's own words
   */
  List<String> query(String sql);

  @Override
  void close();
}
