package io.propolis.crawlers.discovery;

import java.util.List;

/** Reads what tables of lake formats say of themselves. */
@FunctionalInterface
public interface TableRoots {
  /**
   * What a root is.
   *
   * @param tables none when it cannot be read
   * @param files read, of metadata
   */
  record Root(List<FoundSource> tables, int files) {
    public Root {
      tables = List.copyOf(tables);
    }
  }

  /**
   * The tables that a root is; that it cannot be read is added to the problems.
   *
   * @param location without a slash at its end
   */
  Root read(TableFormat format, String location, List<Problem> problems);
}
