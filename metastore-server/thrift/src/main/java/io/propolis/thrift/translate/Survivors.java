package io.propolis.thrift.translate;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a stored object has and this protocol, or an older client of it, cannot say stays when such
 * a client writes the object back.
 */
public final class Survivors {
  private Survivors() {}

  /**
   * The requested database with what only others know of the current one; Hive changes nothing in a
   * database to nothing either.
   */
  public static Database onto(Database current, Database requested) {
    return new Database(
        requested.name(),
        kept(current.description(), requested.description()),
        requested.location(),
        kept(current.managedLocation(), requested.managedLocation()),
        requested.parameters(),
        requested.owner(),
        requested.ownerType(),
        current.createdAt(),
        current.remote(),
        extras(current.extras(), requested.extras()));
  }

  private static @Nullable String kept(@Nullable String current, @Nullable String requested) {
    return requested == null || requested.isBlank() ? current : requested;
  }

  /** The requested table with what only others know of the current one. */
  public static Table onto(Table current, Table requested) {
    var extras = new LinkedHashMap<>(current.extras());
    extras.remove(Tables.OTHER_TYPE); // every client says the type
    return requested.toBuilder()
        .extras(extras(extras, Tables.survivingExtras(extras, requested.extras())))
        .layout(layout(current.layout(), requested.layout()))
        .partitionKeys(columns(current.partitionKeys(), requested.partitionKeys()))
        .build();
  }

  /** The requested partition with what only others know of the current one. */
  public static Partition onto(Partition current, Partition requested) {
    var withoutMark = new LinkedHashMap<>(current.extras());
    withoutMark.remove(Partitions.NO_COLUMNS);
    return new Partition(
        requested.values(),
        requested.location(),
        layout(current.layout(), requested.layout()),
        requested.parameters(),
        requested.createdAt(),
        requested.lastAccessedAt(),
        extras(withoutMark, requested.extras()));
  }

  private static StorageLayout layout(StorageLayout current, StorageLayout requested) {
    var columns = columns(current.columns(), requested.columns());
    var serDe = serDe(current.serDe(), requested.serDe());
    var changed = columns == requested.columns() ? requested : requested.withColumns(columns);
    return serDe == requested.serDe() ? changed : changed.withSerDe(serDe);
  }

  /** Hive 2.3 knows a SerDe's name, library and parameters. */
  private static SerDe serDe(SerDe current, SerDe requested) {
    boolean same = Objects.equals(current.library(), requested.library());
    boolean plain =
        requested.description() == null
            && requested.serializerClass() == null
            && requested.deserializerClass() == null
            && requested.type() == null;
    return same && plain
        ? new SerDe(
            requested.name(),
            requested.library(),
            requested.parameters(),
            current.description(),
            current.serializerClass(),
            current.deserializerClass(),
            current.type())
        : requested;
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
