package io.propolis.crawlers.plan;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.crawlers.discovery.FoundTable;
import io.propolis.crawlers.discovery.SparkReading;
import io.propolis.crawlers.formats.CsvSample;
import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.SparkSchema;
import io.propolis.crawlers.statistics.FolderStatistics;
import io.propolis.inference.PartitionFolder;
import io.propolis.inference.PartitionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalog's table for a table found in the lake, readable by Hive, Trino and Spark. */
final class TableDesign implements Design {
  /** Begins the parameter with the name that a column has in the files. */
  private static final String ORIGINAL = "propolis.name.";

  /** Begins the parameter with the kinds of values that a column or field has. */
  private static final String CHOICE = "propolis.choice.";

  /** Columns whose names are explained. */
  private static final int MOST_REASONS = 200;

  private final FoundTable found;
  private final String crawler;
  private final List<Named> columns;
  private final List<Column> keys;

  /** A data column with the name it gets. */
  private record Named(String name, Field field) {
    boolean isRenamed() {
      return !name.equalsIgnoreCase(field.name());
    }
  }

  TableDesign(FoundTable found, String crawler) {
    this.found = found;
    this.crawler = crawler;
    this.keys = found.layout().keys().stream().map(TableDesign::key).toList();
    this.columns = named(found, keys);
  }

  private static Column key(PartitionKey key) {
    return new Column(key.name(), key.type().hiveName());
  }

  /**
   * A column that is a key too is left to the key, whose value counts; in delimited text, where
   * position matters, it stays under another name.
   */
  private static List<Named> named(FoundTable found, List<Column> keys) {
    var names = new ColumnNames();
    Set<String> keyNames = new HashSet<>();
    keys.forEach(k -> keyNames.add(names.unique(k.name())));
    var columns = new ArrayList<Named>();
    for (var field : found.schema().columns()) {
      boolean repeatsKey =
          keyNames.contains(ColumnNames.normalised(field.name()))
              || keyNames.contains(field.name().toLowerCase(Locale.ROOT));
      if (!repeatsKey || isReadByPosition(found)) {
        columns.add(
            new Named(
                isFoundByName(found) ? names.kept(field.name()) : names.unique(field.name()),
                field));
      }
    }
    return columns;
  }

  /** Whether engines look a column up in the files by the name that the table has for it. */
  private static boolean isFoundByName(FoundTable found) {
    return switch (found.schema().format()) {
      case PARQUET, ORC, AVRO -> true;
      case CSV, GROK, JSON, BSON, XML, ION -> false;
    };
  }

  private static boolean isReadByPosition(FoundTable found) {
    return switch (found.schema().format()) {
      case CSV, GROK -> true;
      case PARQUET, ORC, AVRO, JSON, BSON, XML, ION -> false;
    };
  }

  /** Why columns have other names than in the files, one line each. */
  @Override
  public List<String> reasons() {
    return columns.stream()
        .filter(Named::isRenamed)
        .limit(MOST_REASONS)
        .map(
            c ->
                c.name().startsWith(ColumnNames.normalised(c.field().name()) + "_")
                    ? "name %s: '%s' in the files, which another column has but for its case or signs"
                        .formatted(c.name(), c.field().name())
                    : "name %s: '%s' in the files".formatted(c.name(), c.field().name()))
        .toList();
  }

  @Override
  public Table table(TableName name) {
    var table =
        Table.builder(name)
            .type(TableType.EXTERNAL_TABLE)
            .owner("owner")
            .location(found.location())
            .layout(layout())
            .partitionKeys(keys)
            .parameters(parameters())
            .build();
    var noted = new LinkedHashMap<>(table.parameters());
    noted.putAll(Written.of(table).asParameters());
    return table.toBuilder().parameters(noted).build();
  }

  /** The partitions, with the table's layout. */
  @Override
  public List<Partition> partitions(StorageLayout layout) {
    if (keys.isEmpty()) {
      return List.of();
    }
    return found.layout().folders().stream().map(folder -> partition(folder, layout)).toList();
  }

  private Partition partition(PartitionFolder folder, StorageLayout layout) {
    var partition =
        read(folder, layout).withLocation(Locations.child(found.location(), folder.location()));
    var statistics = found.statistics().get(folder.location());
    return statistics == null
        ? partition
        : partition.withParameters(statistics.in(partition.parameters()));
  }

  /** With the table's columns, and what reads its files. */
  private Partition read(PartitionFolder folder, StorageLayout layout) {
    var schema = found.otherwise().get(folder.location());
    if (schema == null) {
      return Partition.of(folder.values(), headed(layout));
    }
    var formats = HiveFormats.of(schema);
    var parameters = new LinkedHashMap<>(formats.serDeParameters());
    parameters.putAll(headerLines(formats));
    if (schema.format() == FileFormat.JSON) {
      for (var column : schema.columns()) {
        var name = ColumnNames.normalised(column.name());
        if (!name.equalsIgnoreCase(column.name())) {
          parameters.put("mapping." + name, column.name());
        }
      }
    }
    var own =
        layout
            .withFormats(formats.inputFormat(), formats.outputFormat())
            .withSerDe(SerDe.of(formats.serDe(), parameters));
    return Partition.of(folder.values(), own)
        .withParameters(PartitionReader.parameters(own, schema, formats));
  }

  /**
   * Lines in front of rows stand with each partition's SerDe where some have others: at the table
   * Trino would pass over as many lines of each of its texts, and Hive over rows of each format.
   */
  private StorageLayout headed(StorageLayout layout) {
    var lines = found.otherwise().isEmpty() ? Map.<String, String>of() : headerLines();
    var library = layout.serDe().library();
    if (lines.isEmpty() || library == null) {
      return layout;
    }
    var parameters = new LinkedHashMap<>(layout.serDe().parameters());
    parameters.putAll(lines);
    return layout.withSerDe(SerDe.of(library, parameters).withName(layout.serDe().name()));
  }

  private Map<String, String> headerLines() {
    return headerLines(HiveFormats.of(found.schema()));
  }

  private static Map<String, String> headerLines(HiveFormats formats) {
    var lines = formats.tableParameters().get(HiveFormats.HEADER_LINES);
    return lines == null ? Map.of() : Map.of(HiveFormats.HEADER_LINES, lines);
  }

  /** Spark's source for the table, absent where it reads the table by SerDe. */
  private @Nullable String sparkProvider(HiveFormats formats) {
    return !found.otherwise().isEmpty() && SparkReading.of(found.schema()) == SparkReading.SERDES
        ? null
        : formats.sparkProvider();
  }

  /** What footers say of a table without partitions. */
  @Override
  public Optional<FolderStatistics> statistics() {
    return Optional.ofNullable(keys.isEmpty() ? found.statistics().get("") : null);
  }

  /** What footers say of partitions, by their values. */
  @Override
  public Map<List<String>, FolderStatistics> partitionStatistics() {
    var statistics = new HashMap<List<String>, FolderStatistics>();
    if (!keys.isEmpty()) {
      for (var folder : found.layout().folders()) {
        var told = found.statistics().get(folder.location());
        if (told != null) {
          statistics.put(folder.values(), told);
        }
      }
    }
    return statistics;
  }

  private StorageLayout layout() {
    var formats = HiveFormats.of(found.schema());
    return new StorageLayout(
        columns(),
        formats.inputFormat(),
        formats.outputFormat(),
        false,
        -1,
        SerDe.of(formats.serDe(), serDeParameters(formats)),
        List.of(),
        List.of(),
        Map.of(),
        StorageLayout.EMPTY.skew(),
        false);
  }

  private List<Column> columns() {
    return columns.stream()
        .map(
            c ->
                new Column(
                    c.name(),
                    c.field().type().hive(),
                    c.field().comment(),
                    c.isRenamed() ? Map.of("originalName", c.field().name()) : Map.of()))
        .toList();
  }

  private Map<String, String> serDeParameters(HiveFormats formats) {
    var parameters = new LinkedHashMap<>(formats.serDeParameters());
    if (sparkProvider(formats) != null) {
      // Spark takes the folder of a data source table from here, not from the location.
      parameters.put("path", found.location());
      if (!found.otherwise().isEmpty()) {
        // Rows of other forms would be rows of nulls.
        parameters.put("mode", "FAILFAST");
      }
    }
    if (found.schema().format() == FileFormat.JSON) {
      columns.stream()
          .filter(Named::isRenamed)
          .forEach(c -> parameters.put("mapping." + c.name(), c.field().name()));
    }
    var originals = new LinkedHashMap<String, String>();
    columns.forEach(c -> originals.put(c.name(), c.field().name()));
    parameters.putAll(TreeFormats.names(found.schema().format(), originals));
    return parameters;
  }

  private Map<String, String> parameters() {
    var schema = found.schema();
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("EXTERNAL", "TRUE");
    parameters.put("CrawlerSchemaSerializerVersion", "1.0");
    parameters.put("CrawlerSchemaDeserializerVersion", "1.0");
    parameters.put(CrawlerParameters.UPDATED_BY, crawler);
    parameters.put("classification", schema.classification());
    parameters.put("compressionType", schema.compression().parameter());
    parameters.put("typeOfData", "file");
    parameters.put("objectCount", Long.toString(found.files()));
    parameters.put("sizeKey", Long.toString(found.bytes()));
    if (schema.averageRowBytes() > 0) {
      parameters.put("averageRecordSize", Long.toString(schema.averageRowBytes()));
      parameters.put("recordCount", Long.toString(found.bytes() / schema.averageRowBytes()));
    }
    found.choices().forEach((path, kinds) -> parameters.put(CHOICE + path, kinds));
    columns.stream()
        .filter(Named::isRenamed)
        .forEach(c -> parameters.put(ORIGINAL + c.name(), c.field().name()));
    if (!keys.isEmpty()) {
      parameters.put("partition_filtering.enabled", "true");
    }
    var formats = HiveFormats.of(schema);
    parameters.putAll(formats.tableParameters());
    if (!found.otherwise().isEmpty()) {
      parameters.remove(HiveFormats.HEADER_LINES);
    }
    var provider = sparkProvider(formats);
    if (provider != null) {
      parameters.putAll(SparkSchema.parameters(provider, sparkColumns(), sparkKeys()));
    }
    return parameters;
  }

  /** JSON and XML are read by the names in the file, which Spark compares with their case. */
  private List<Field> sparkColumns() {
    boolean byKey =
        found.schema().format() == FileFormat.JSON || found.schema().format() == FileFormat.XML;
    var seen = new HashSet<String>();
    return columns.stream()
        .map(
            c ->
                byKey && seen.add(c.field().name().toLowerCase(Locale.ROOT))
                    ? c.field()
                    : new Field(c.name(), c.field().type()))
        .toList();
  }

  private List<Field> sparkKeys() {
    return found.layout().keys().stream()
        .map(k -> new Field(k.name(), CsvSample.hive(k.type())))
        .toList();
  }
}
