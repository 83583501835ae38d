package io.propolis.crawlers.discovery;

import java.util.List;

/** Reads what tables of lake formats say of themselves. */
@FunctionalInterface
public interface TableRoots {
  /**
   * The tables that a root is; none when it cannot be read, which is added to the problems.
   *
   * @param location without a slash at its end
   */
  List<FoundSource> read(TableFormat format, String location, List<Problem> problems);
}
