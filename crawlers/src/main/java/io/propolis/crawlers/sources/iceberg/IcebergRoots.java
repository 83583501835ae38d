package io.propolis.crawlers.sources.iceberg;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.FoundSource.Storage;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.discovery.TableFormat;
import io.propolis.crawlers.statistics.FolderStatistics;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.iceberg.IcebergTable;
import io.propolis.iceberg.LakeMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Iceberg tables as their newest metadata file has them. */
public final class IcebergRoots {
  /** The pointer that a crawler wrote last: while it stands, no engine has committed since. */
  public static final String CRAWLED_POINTER = "crawled_metadata_location";

  /** {@code 00003-<uuid>.metadata.json} of catalogs, {@code v3.metadata.json} of folders. */
  private static final Pattern NUMBERED =
      Pattern.compile("v?(\\d{1,9})(-.*)?(\\.gz)?\\.metadata\\.json(\\.gz)?");

  /** Columns of all data files of a table together that are looked at. */
  private static final long MOST_COLUMNS = 250_000;

  /** As Iceberg's own Hive catalog has them; engines read by the metadata. */
  private static final Storage STORAGE =
      new Storage(
          "org.apache.hadoop.mapred.FileInputFormat",
          "org.apache.hadoop.mapred.FileOutputFormat",
          SerDe.of("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", Map.of()));

  private final Lake lake;
  private final LakeMetadata metadata;

  public IcebergRoots(Lake lake) {
    this.lake = lake;
    this.metadata = new LakeMetadata(lake);
  }

  /** The number in a metadata file's name, -1 without one. */
  public static int number(String location) {
    var matcher = NUMBERED.matcher(location.substring(location.lastIndexOf('/') + 1));
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  /**
   * The table.
   *
   * @throws IOException when it has no metadata file
   * @throws io.propolis.catalog.CatalogException when the newest one cannot be read
   */
  public FoundSource read(String location, List<Problem> problems) throws IOException {
    var table = newest(location);
    var state = table.state();
    if (!Locations.isSame(state.location(), location)) {
      problems.add(
          new Problem(
              location,
              "holds metadata of a table at %s, where engines look for its files"
                  .formatted(state.location())));
    }
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("classification", "iceberg");
    parameters.put("table_type", "ICEBERG");
    parameters.put(IcebergRules.METADATA_LOCATION, state.metadataLocation());
    parameters.put(CRAWLED_POINTER, state.metadataLocation());
    count(parameters, "objectCount", table.files());
    count(parameters, "sizeKey", table.bytes());
    count(parameters, "recordCount", table.rows());
    var reasons = new ArrayList<String>();
    reasons.add("table: " + TableFormat.ICEBERG.reason());
    reasons.add(
        "columns: the current schema of %s, format version %d"
            .formatted(fileName(state.metadataLocation()), table.formatVersion()));
    if (!table.partitioning().isEmpty()) {
      reasons.add("partitions: kept by Iceberg, by " + String.join(", ", table.partitioning()));
    }
    return new FoundSource(
            location,
            fileName(location),
            state.columns(),
            List.of(),
            List.of(),
            STORAGE,
            parameters,
            null,
            Map.of(),
            reasons)
        .with(statistics(table, problems));
  }

  /** By the manifests; without them how many files there are, when the snapshot says so. */
  private @Nullable FolderStatistics statistics(IcebergTable table, List<Problem> problems) {
    var state = table.state();
    try {
      var facts = metadata.facts(state.metadataLocation(), MOST_COLUMNS);
      if (facts.isPresent()) {
        return IcebergStatistics.of(facts.get(), state.columns());
      }
    } catch (CatalogException e) {
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e;
      }
      problems.add(
          new Problem(
              state.location(), "has no statistics: " + e.getMessage(), Problem.Kind.UNREADABLE));
    }
    return table.files() < 0 || table.bytes() < 0
        ? null
        : new FolderStatistics(table.files(), table.bytes(), null);
  }

  private static void count(Map<String, String> parameters, String key, long value) {
    if (value >= 0) {
      parameters.put(key, Long.toString(value));
    }
  }

  /**
   * Files are numbered by commits. A table that was made anew begins again: where the file that was
   * written last has not the highest number, both are looked into.
   */
  private IcebergTable newest(String location) throws IOException {
    var files = files(location);
    var highest =
        files.stream()
            .max(
                Comparator.<FileEntry>comparingInt(file -> number(file.location()))
                    .thenComparingLong(FileEntry::modifiedAt))
            .orElseThrow(() -> new IOException("there is no metadata file in metadata/"));
    var latest =
        files.stream()
            .max(
                Comparator.comparingLong(FileEntry::modifiedAt)
                    .thenComparingInt(file -> number(file.location())))
            .orElse(highest);
    var first = metadata.look(highest.location());
    if (latest.location().equals(highest.location())) {
      return first;
    }
    var second = metadata.look(latest.location());
    return second.lastUpdated() > first.lastUpdated() ? second : first;
  }

  private List<FileEntry> files(String location) {
    try (var entries = lake.list(Locations.child(location, "metadata"))) {
      return entries
          .filter(
              entry -> entry.length() > 0 && fileName(entry.location()).contains(".metadata.json"))
          .toList();
    }
  }

  private static String fileName(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
