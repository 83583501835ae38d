package io.propolis.glue.translate;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.Skew;
import io.propolis.catalog.model.SortColumn;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.glue.codec.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Order;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.SkewedInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** Storage descriptors without their location, which the catalog keeps apart. */
public final class Layouts {
  /** What a column without a type is taken for. */
  private static final String NO_TYPE = "string";

  private static final String PATH = "StorageDescriptor.";
  private static final String SERDE_PATH = PATH + "SerdeInfo.";
  private static final List<String> KEPT = List.of("AdditionalLocations", "SchemaReference");

  private Layouts() {}

  /**
   * The layouts of partitions that come one after the other. Those that are described alike are one
   * object, which is translated, compared and stored once. For one thread.
   */
  public static final class Reading {
    private @Nullable StorageDescriptor last;
    private StorageLayout layout = StorageLayout.EMPTY;

    StorageLayout layout(@Nullable StorageDescriptor sd) {
      if (sd == null) {
        return StorageLayout.EMPTY;
      }
      var bare = sd.toBuilder().location(null).build();
      if (!bare.equals(last)) {
        layout = Layouts.layout(sd);
        last = bare;
      }
      return layout;
    }
  }

  static StorageLayout layout(@Nullable StorageDescriptor sd) {
    if (sd == null) {
      return StorageLayout.EMPTY;
    }
    return new StorageLayout(
        columns(sd.columns()),
        sd.inputFormat(),
        sd.outputFormat(),
        Boolean.TRUE.equals(sd.compressed()),
        Objects.requireNonNullElse(sd.numberOfBuckets(), 0),
        serDe(sd.serdeInfo()),
        sd.bucketColumns(),
        sd.sortColumns().stream().map(s -> new SortColumn(s.column(), s.sortOrder())).toList(),
        withoutNulls(sd.parameters()),
        skew(sd.skewedInfo()),
        Boolean.TRUE.equals(sd.storedAsSubDirectories()));
  }

  /** Notes what the layout does not hold. */
  static void keep(Map<String, String> extras, @Nullable StorageDescriptor sd, Unknown unknown) {
    if (sd == null) {
      return;
    }
    Kept.put(extras, PATH, sd, unknown, KEPT);
    if (unknown.isEmpty()) {
      return;
    }
    Kept.put(extras, SERDE_PATH, sd.serdeInfo(), unknown, List.of());
    sd.columns().forEach(column -> keepColumn(extras, PATH, column, unknown));
  }

  static void keepColumn(
      Map<String, String> extras,
      String path,
      software.amazon.awssdk.services.glue.model.Column column,
      Unknown unknown) {
    if (!unknown.of(column).isEmpty()) {
      Kept.put(extras, columnPath(path, column.name()), column, unknown, List.of());
    }
  }

  /** Dots separate members, and names may hold some. */
  static String columnPath(String path, String column) {
    return path + "Columns." + Names.fold(column).replace('.', ':') + ".";
  }

  /** The descriptor at a location, with what was noted beside the layout. */
  static StorageDescriptor descriptor(
      StorageLayout layout,
      @Nullable String location,
      Map<String, String> extras,
      Unknown unknown) {
    var serDe = serDe(layout.serDe());
    var columns = columns(layout.columns(), extras, PATH, unknown);
    var descriptor =
        StorageDescriptor.builder()
            .columns(columns)
            .location(location)
            .inputFormat(layout.inputFormat())
            .outputFormat(layout.outputFormat())
            .compressed(layout.compressed())
            .numberOfBuckets(layout.buckets())
            .serdeInfo(serDe)
            .bucketColumns(layout.bucketColumns())
            .sortColumns(
                layout.sortColumns().stream()
                    .map(s -> Order.builder().column(s.column()).sortOrder(s.order()).build())
                    .toList())
            .parameters(layout.parameters())
            .skewedInfo(skew(layout.skew()))
            .storedAsSubDirectories(layout.storedAsSubDirectories())
            .build();
    Kept.restore(extras, PATH, descriptor, unknown);
    if (serDe != null) {
      Kept.restore(extras, SERDE_PATH, serDe, unknown);
    }
    return descriptor;
  }

  /** Names of columns are in lower case; those of fields within their types keep theirs. */
  static List<Column> columns(List<software.amazon.awssdk.services.glue.model.Column> columns) {
    var folded = new ArrayList<Column>(columns.size());
    for (var column : columns) {
      folded.add(
          new Column(
              Names.fold(column.name()),
              column.type() == null ? NO_TYPE : column.type(),
              column.comment(),
              withoutNulls(column.parameters())));
    }
    return folded;
  }

  static List<software.amazon.awssdk.services.glue.model.Column> columns(
      List<Column> columns, Map<String, String> extras, String path, Unknown unknown) {
    boolean isMore = extras.keySet().stream().anyMatch(k -> k.startsWith(Kept.PREFIX + path + "C"));
    var shown = new ArrayList<software.amazon.awssdk.services.glue.model.Column>(columns.size());
    for (var column : columns) {
      var builder =
          software.amazon.awssdk.services.glue.model.Column.builder()
              .name(Names.fold(column.name()))
              .type(column.type())
              .comment(column.comment());
      if (!column.parameters().isEmpty()) {
        builder.parameters(column.parameters());
      }
      var built = builder.build();
      if (isMore) {
        Kept.restore(extras, columnPath(path, column.name()), built, unknown);
      }
      shown.add(built);
    }
    return shown;
  }

  private static SerDe serDe(@Nullable SerDeInfo info) {
    return info == null
        ? SerDe.NONE
        : SerDe.of(
                Objects.requireNonNullElse(info.serializationLibrary(), ""),
                withoutNulls(info.parameters()))
            .withName(info.name());
  }

  private static @Nullable SerDeInfo serDe(SerDe serDe) {
    if (serDe.equals(SerDe.NONE)) {
      return null;
    }
    var library = serDe.library();
    return SerDeInfo.builder()
        .name(serDe.name())
        .serializationLibrary(library == null || library.isEmpty() ? null : library)
        .parameters(serDe.parameters())
        .build();
  }

  /** Glue has one text for each list of values; with more than one column that is unsure. */
  private static Skew skew(@Nullable SkewedInfo info) {
    if (info == null || info.skewedColumnNames().isEmpty()) {
      return Skew.NONE;
    }
    var locations = new LinkedHashMap<List<String>, String>();
    info.skewedColumnValueLocationMaps()
        .forEach((value, location) -> locations.put(List.of(value), location));
    return new Skew(
        info.skewedColumnNames(),
        info.skewedColumnValues().stream().map(List::of).toList(),
        locations);
  }

  private static @Nullable SkewedInfo skew(Skew skew) {
    if (skew.equals(Skew.NONE)) {
      return null;
    }
    var locations = new LinkedHashMap<String, String>();
    skew.locations().forEach((values, location) -> locations.put(text(values), location));
    return SkewedInfo.builder()
        .skewedColumnNames(skew.columns())
        .skewedColumnValues(skew.values().stream().map(Layouts::text).toList())
        .skewedColumnValueLocationMaps(locations)
        .build();
  }

  private static String text(List<String> values) {
    return String.join(",", values);
  }

  /** A client may send null for a value, which then is as if it were not there. */
  static Map<String, String> withoutNulls(Map<String, String> parameters) {
    var present = new LinkedHashMap<String, String>();
    parameters.forEach(
        (key, value) -> {
          if (value != null) {
            present.put(key, value);
          }
        });
    return present;
  }
}
