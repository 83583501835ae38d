package io.propolis.thrift.translate;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a stored object has and this protocol, or an older client of it, cannot say stays when such
 * a client writes the object back.
 */
public final class Survivors {
  private Survivors() {}

  /** The requested table with what only others know of the current one. */
  public static Table onto(Table current, Table requested) {
    return requested.toBuilder()
        .extras(extras(current.extras(), requested.extras()))
        .layout(
            requested
                .layout()
                .withColumns(columns(current.layout().columns(), requested.layout().columns())))
        .partitionKeys(columns(current.partitionKeys(), requested.partitionKeys()))
        .build();
  }

  /** The requested partition with what only others know of the current one. */
  public static Partition onto(Partition current, Partition requested) {
    return new Partition(
        requested.values(),
        requested.location(),
        requested.layout(),
        requested.parameters(),
        requested.createdAt(),
        requested.lastAccessedAt(),
        extras(current.extras(), requested.extras()));
  }

  private static Map<String, String> extras(
      Map<String, String> current, Map<String, String> requested) {
    if (current.isEmpty()) {
      return requested;
    }
    var merged = new LinkedHashMap<>(current);
    merged.putAll(requested);
    return merged;
  }

  /** Column parameters exist in other doors only. */
  private static List<Column> columns(List<Column> current, List<Column> requested) {
    if (current.stream().allMatch(column -> column.parameters().isEmpty())) {
      return requested;
    }
    var parameters =
        current.stream()
            .collect(
                Collectors.toMap(
                    column -> Names.fold(column.name()),
                    Column::parameters,
                    (first, second) -> first));
    return requested.stream()
        .map(
            column ->
                new Column(
                    column.name(),
                    column.type(),
                    column.comment(),
                    parameters.getOrDefault(Names.fold(column.name()), Map.of())))
        .toList();
  }
}
