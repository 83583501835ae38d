package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.sources.iceberg.IcebergRoots;
import io.propolis.crawlers.statistics.FolderStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog's table for one that says of itself what it is. */
final class SourceDesign implements Design {
  private final FoundSource found;
  private final String crawler;

  SourceDesign(FoundSource found, String crawler) {
    this.found = found;
    this.crawler = crawler;
  }

  @Override
  public Table table(TableName name) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("EXTERNAL", "TRUE");
    parameters.put("CrawlerSchemaSerializerVersion", "1.0");
    parameters.put("CrawlerSchemaDeserializerVersion", "1.0");
    parameters.put(CrawlerParameters.UPDATED_BY, crawler);
    if (!found.keys().isEmpty()) {
      parameters.put("partition_filtering.enabled", "true");
    }
    parameters.putAll(found.parameters());
    if (found.comment() != null) {
      parameters.put("comment", found.comment());
    }
    return noted(
        Table.builder(name)
            .type(TableType.EXTERNAL_TABLE)
            .owner("owner")
            .location(found.location())
            .layout(layout())
            .partitionKeys(found.keys())
            .parameters(parameters)
            .build());
  }

  /** With what the crawler wrote, so that it is told from what others will have written. */
  private static Table noted(Table table) {
    var parameters = new LinkedHashMap<>(table.parameters());
    parameters.putAll(Written.of(table).asParameters());
    return table.toBuilder().parameters(parameters).build();
  }

  private StorageLayout layout() {
    var storage = found.storage();
    return new StorageLayout(
        found.columns(),
        storage.input(),
        storage.output(),
        false,
        -1,
        storage.serDe(),
        List.of(),
        List.of(),
        Map.of(),
        StorageLayout.EMPTY.skew(),
        false);
  }

  @Override
  public List<Partition> partitions(StorageLayout layout) {
    return found.partitions().stream()
        .map(p -> Partition.of(p.values(), layout).withLocation(p.location()))
        .toList();
  }

  @Override
  public Optional<FolderStatistics> statistics() {
    return Optional.ofNullable(found.statistics());
  }

  /** Not marked as right: engines that commit move the pointer, and may leave them as they are. */
  @Override
  public Map<String, String> counted(FolderStatistics told, Map<String, String> parameters) {
    return told.areNews(parameters) ? StatisticsState.without(told.in(parameters)) : parameters;
  }

  /**
   * Where columns have no order of their own, that in which they stand stays. A pointer moves only
   * from where it was seen: who commits meanwhile is not overwritten.
   */
  @Override
  public Table inPlaceOf(Table before) {
    var table = found.isUnordered() ? inOrderOf(before) : table(before.name());
    var pointer = before.parameters().get(IcebergRules.METADATA_LOCATION);
    var now = table.parameters().get(IcebergRules.METADATA_LOCATION);
    if (pointer == null || now == null) {
      return table;
    }
    var previous =
        pointer.equals(now)
            ? before.parameters().get(IcebergRules.PREVIOUS_METADATA_LOCATION)
            : pointer;
    return previous == null
        ? table
        : table.withParameter(IcebergRules.PREVIOUS_METADATA_LOCATION, previous);
  }

  /** New columns come last. */
  private Table inOrderOf(Table before) {
    var stands = before.layout().columns();
    var wrote = Written.in(before).map(written -> written.standing(stands)).orElse(Map.of());
    var places = new HashMap<String, Integer>();
    stands.forEach(column -> places.put(Written.name(column.name()), places.size()));
    wrote.forEach((name, column) -> places.put(name, stands.indexOf(column)));
    var table = table(before.name());
    var columns = new ArrayList<>(table.layout().columns());
    columns.sort(
        Comparator.comparingInt(
            column -> places.getOrDefault(Written.name(column.name()), stands.size())));
    return table.toBuilder().layout(table.layout().withColumns(columns)).build();
  }

  /**
   * An Iceberg table whose pointer is no longer where a crawler left it is committed to through the
   * catalog: the newest file in its folder may be one that a commit is still to point to, or that
   * never came to be.
   */
  @Override
  public Optional<String> objection(Table before) {
    if (!found.parameters().containsKey(IcebergRules.METADATA_LOCATION)
        || !IcebergRules.isIceberg(before)) {
      return Optional.empty();
    }
    var pointer = before.parameters().getOrDefault(IcebergRules.METADATA_LOCATION, "");
    return pointer.equals(before.parameters().get(IcebergRoots.CRAWLED_POINTER))
        ? Optional.empty()
        : Optional.of("engines commit to it through the catalog, which has it at " + pointer);
  }
}
