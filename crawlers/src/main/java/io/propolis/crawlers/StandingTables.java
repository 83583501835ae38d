package io.propolis.crawlers;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.ForeignData;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.EventQueue;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.SourceTarget.CatalogTables;
import io.propolis.crawlers.plan.CrawlTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of the catalog that a crawler names. */
final class StandingTables {
  private StandingTables() {}

  /**
   * A table that a crawler names.
   *
   * @param table absent when the catalog has none of that name
   * @param events what tells of changes where it lies
   */
  record StandingTable(TableName name, @Nullable Table table, @Nullable EventQueue events) {
    /** Whether its data are files that a crawl can list. */
    boolean isInLake() {
      return table != null
          && !table.type().isView()
          && table.location() != null
          && !ForeignData.holds(table);
    }

    /** Where it lies, as something to crawl; of tables in the lake alone. */
    S3Target target() {
      return new S3Target(location(Objects.requireNonNull(table)), List.of(), null, events, null);
    }

    static String location(Table table) {
      return Locations.withoutTrailingSlash(
          Locations.qualified(Objects.requireNonNull(table.location())));
    }
  }

  /** By database, each as it stands now; the catalog is asked once for each database. */
  static Map<String, List<StandingTable>> of(CrawlTarget catalog, CrawlerDefinition crawler) {
    var named = new LinkedHashMap<String, List<CatalogTables>>();
    for (var source : crawler.sources()) {
      if (source instanceof CatalogTables target) {
        named.computeIfAbsent(target.database(), unused -> new ArrayList<>()).add(target);
      }
    }
    var standing = new LinkedHashMap<String, List<StandingTable>>();
    named.forEach(
        (database, targets) ->
            standing.put(database, standing(catalog, DatabaseName.of(database), targets)));
    return standing;
  }

  private static List<StandingTable> standing(
      CrawlTarget catalog, DatabaseName database, List<CatalogTables> targets) {
    Map<String, Table> all =
        catalog.tables(database).stream()
            .collect(Collectors.toMap(table -> table.name().name(), table -> table));
    return targets.stream()
        .flatMap(
            target ->
                target.tables().stream()
                    .map(
                        name ->
                            new StandingTable(
                                new TableName(database, name), all.get(name), target.events())))
        .toList();
  }

  /** Where all of them lie that are in the lake. */
  static List<S3Target> targets(CrawlTarget catalog, CrawlerDefinition crawler) {
    return of(catalog, crawler).values().stream()
        .flatMap(List::stream)
        .filter(StandingTable::isInLake)
        .map(StandingTable::target)
        .toList();
  }
}
