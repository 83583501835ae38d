package io.propolis.bench;

import io.propolis.bench.crawl.CrawlBench;
import io.propolis.bench.glue.GlueBench;
import io.propolis.bench.operation.Operation;
import io.propolis.bench.operation.Operations;
import io.propolis.bench.own.OwnMeasures;
import io.propolis.bench.run.Plan.Extra;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of all measurements a run makes.
 *
 * @param prefixes what their names begin with; empty for those of the extent
 */
record Selection(Extent extent, List<String> prefixes) {
  /** How much is measured when nothing is named. */
  enum Extent {
    QUICK,
    USUAL,
    FULL
  }

  private static final Set<String> QUICK =
      Set.of(
          "ping",
          "get-database",
          "get-table-30",
          "get-partition",
          "tables-by-name-100",
          "create-drop",
          "alter-table",
          "iceberg-commit-lock",
          "partitions-add-drop-1000",
          "filter-range-100000",
          "partitions-by-names-1000",
          "statistics-set-1000",
          Extra.RESIDENT_AFTERWARDS.key());

  /** Names of all that there is. */
  static List<String> names() {
    return Stream.of(
            OwnMeasures.keys().stream(),
            Operations.all().stream().map(Operation::key),
            Arrays.stream(Extra.values()).map(Extra::key),
            GlueBench.keys().stream(),
            CrawlBench.keys().stream())
        .flatMap(keys -> keys)
        .toList();
  }

  boolean includes(String name) {
    if (!prefixes.isEmpty()) {
      return prefixes.stream().anyMatch(prefix -> isMeant(prefix, name));
    }
    return switch (extent) {
      case QUICK ->
          QUICK.contains(name)
              || GlueBench.keys().contains(name)
              || CrawlBench.keys().contains(name);
      case USUAL ->
          CrawlBench.keys().contains(name) || (!name.contains("1000000") && !name.equals("demo"));
      case FULL -> !name.equals("demo");
    };
  }

  /** Who gives a whole name means that one only, though it may begin another. */
  private static boolean isMeant(String prefix, String name) {
    return names().contains(prefix) ? name.equals(prefix) : name.startsWith(prefix);
  }

  /** The first prefix that no name begins with, or an empty text. */
  String unknownPrefix() {
    return prefixes.stream()
        .filter(prefix -> names().stream().noneMatch(name -> name.startsWith(prefix)))
        .findFirst()
        .orElse("");
  }
}
