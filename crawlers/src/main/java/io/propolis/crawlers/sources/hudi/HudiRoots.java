package io.propolis.crawlers.sources.hudi;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.SerDe;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.FoundSource.FoundPartition;
import io.propolis.crawlers.discovery.FoundSource.Storage;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.discovery.TableFormat;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.SparkSchema;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Hudi tables as their properties and the newest commit of their timelines have them. A table that
 * is merged on reading is two, as Hudi's own synchronisation and Glue have it: {@code _ro} shows
 * what was compacted, {@code _rt} all.
 */
public final class HudiRoots {
  private static final int LARGEST_PROPERTIES = 1 << 20;
  private static final String MARK = ".hoodie_partition_metadata";
  private static final String PARQUET_OUTPUT =
      "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
  private static final String PARQUET_SERDE =
      "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

  /** What Hudi writes with every row. */
  private static final List<String> META_FIELDS =
      List.of(
          "_hoodie_commit_time",
          "_hoodie_commit_seqno",
          "_hoodie_record_key",
          "_hoodie_partition_path",
          "_hoodie_file_name");

  private final Lake lake;

  public HudiRoots(Lake lake) {
    this.lake = lake;
  }

  private enum View {
    /** All that was written to a table that is copied on writing. */
    WHOLE("", "org.apache.hudi.hadoop.HoodieParquetInputFormat", "false"),
    COMPACTED("_ro", "org.apache.hudi.hadoop.HoodieParquetInputFormat", "true"),
    MERGED("_rt", "org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat", "false");

    private final String suffix;
    private final String input;
    private final String readOptimised;

    View(String suffix, String input, String readOptimised) {
      this.suffix = suffix;
      this.input = input;
      this.readOptimised = readOptimised;
    }
  }

  /**
   * The tables that it is.
   *
   * @throws IOException when its properties or its schema cannot be read
   */
  public List<FoundSource> read(String location, List<Problem> problems) throws IOException {
    var properties = properties(location);
    var timeline = HudiTimeline.of(lake, location);
    var schema = HudiSchema.of(lake, location, properties, timeline);
    var keys =
        Stream.of(properties.getProperty("hoodie.table.partition.fields", "").split(",", -1))
            .map(key -> Names.fold(key.strip().replaceFirst(":.*", "")))
            .filter(key -> !key.isEmpty())
            .toList();
    var partitions = partitions(location, keys, problems);
    boolean isMergedOnRead =
        "MERGE_ON_READ".equals(properties.getProperty("hoodie.table.type", "COPY_ON_WRITE"));
    var views = isMergedOnRead ? List.of(View.COMPACTED, View.MERGED) : List.of(View.WHOLE);
    var tables = new ArrayList<FoundSource>();
    for (var view : views) {
      tables.add(table(location, properties, schema, keys, partitions, timeline, view));
    }
    return tables;
  }

  private Properties properties(String location) throws IOException {
    var file = Locations.child(location, ".hoodie/hoodie.properties");
    var properties = new Properties();
    properties.load(
        new StringReader(
            new String(lake.read(file, LARGEST_PROPERTIES), StandardCharsets.ISO_8859_1)));
    return properties;
  }

  private static FoundSource table(
      String location,
      Properties properties,
      HudiSchema schema,
      List<String> keys,
      List<FoundPartition> partitions,
      HudiTimeline timeline,
      View view) {
    var all = new ArrayList<Field>();
    if (!"false".equals(properties.getProperty("hoodie.populate.meta.fields"))) {
      META_FIELDS.forEach(name -> all.add(new Field(name, Primitive.STRING)));
    }
    schema.fields().stream().filter(f -> !META_FIELDS.contains(f.name())).forEach(all::add);
    var keyFields =
        keys.stream()
            .map(
                key ->
                    all.stream()
                        .filter(f -> Names.fold(f.name()).equals(key))
                        .findFirst()
                        .orElse(new Field(key, Primitive.STRING)))
            .toList();
    var data = all.stream().filter(f -> !keys.contains(Names.fold(f.name()))).toList();
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("classification", "hudi");
    parameters.putAll(SparkSchema.parameters("hudi", data, keyFields));
    timeline.newest().ifPresent(instant -> parameters.put("last_commit_time_sync", instant));
    var reasons = new ArrayList<String>();
    reasons.add("table: " + TableFormat.HUDI.reason());
    reasons.add("columns: " + schema.origin());
    if (!view.suffix.isEmpty()) {
      reasons.add(
          "name: %s, as the table is merged on reading; this one shows %s"
              .formatted(view.suffix, view == View.MERGED ? "all rows" : "what was compacted"));
    }
    var name =
        Optional.ofNullable(properties.getProperty("hoodie.table.name"))
            .filter(given -> !given.isBlank())
            .orElse(location.substring(location.lastIndexOf('/') + 1));
    return new FoundSource(
        location,
        name + view.suffix,
        data.stream().map(HudiRoots::column).toList(),
        keyFields.stream().map(HudiRoots::column).toList(),
        partitions,
        new Storage(
            view.input,
            PARQUET_OUTPUT,
            SerDe.of(
                PARQUET_SERDE,
                Map.of(
                    "serialization.format",
                    "1",
                    "hoodie.query.as.ro.table",
                    view.readOptimised,
                    "path",
                    location))),
        parameters,
        null,
        Map.of(),
        reasons);
  }

  private static Column column(Field field) {
    return new Column(Names.fold(field.name()), field.type().hive(), field.comment());
  }

  /** Folders that Hudi marked as partitions. */
  private List<FoundPartition> partitions(
      String location, List<String> keys, List<Problem> problems) {
    if (keys.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<FoundPartition>();
    try (var entries = lake.list(location)) {
      entries
          .map(FileEntry::location)
          .filter(file -> file.substring(file.lastIndexOf('/') + 1).startsWith(MARK))
          .map(Locations::parent)
          .sorted()
          .forEach(folder -> partition(location, folder, keys, problems, found));
    }
    return found;
  }

  private static void partition(
      String location,
      String folder,
      List<String> keys,
      List<Problem> problems,
      List<FoundPartition> found) {
    var path = folder.length() <= location.length() ? "" : folder.substring(location.length() + 1);
    var parts = path.split("/", -1);
    if (path.startsWith(".hoodie")) {
      return;
    }
    // With one key the folders may be several levels of one value (2024/01/02).
    var values =
        keys.size() == 1 && parts.length > 1 && !path.contains("=")
            ? List.of(String.join("-", parts))
            : Arrays.stream(parts).map(HudiRoots::value).toList();
    if (values.size() == keys.size()) {
      found.add(new FoundPartition(values, folder));
    } else {
      problems.add(
          new Problem(
              folder,
              "is in no partition: the table's keys are %s, the folder has %d levels"
                  .formatted(keys, parts.length)));
    }
  }

  private static String value(String part) {
    return io.propolis.inference.PartitionNames.parseSegment(part)
        .map(io.propolis.inference.PartitionSegment::value)
        .orElse(part);
  }
}
