package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.crawlers.discovery.Found;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.FoundTable;
import io.propolis.crawlers.statistics.FolderStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog's table for a table that was found. */
interface Design {
  /** A table of that name. */
  Table table(TableName name);

  /** The partitions, with the table's layout. */
  List<Partition> partitions(StorageLayout layout);

  /** Why columns have other names than where they were found, one line each. */
  default List<String> reasons() {
    return List.of();
  }

  /** What is known of the rows of a table without partitions. */
  default Optional<FolderStatistics> statistics() {
    return Optional.empty();
  }

  /** A table's parameters with numbers of files, bytes and rows, unless they are the same. */
  default Map<String, String> counted(FolderStatistics told, Map<String, String> parameters) {
    return told.in(parameters);
  }

  /** What is known of the rows of partitions, by their values. */
  default Map<List<String>, FolderStatistics> partitionStatistics() {
    return Map.of();
  }

  /** The table that is to stand in the place of another. */
  default Table inPlaceOf(Table before) {
    return table(before.name());
  }

  /** Why a standing table is left to whoever changes it; empty when it is not. */
  default Optional<String> objection(Table before) {
    return Optional.empty();
  }

  /**
   * The design.
   *
   * @param crawler its name
   */
  static Design of(Found found, String crawler) {
    if (found instanceof FoundTable table) {
      return new TableDesign(table, crawler);
    }
    if (found instanceof FoundSource source) {
      return new SourceDesign(source, crawler);
    }
    throw new IllegalArgumentException("No design for " + found);
  }
}
