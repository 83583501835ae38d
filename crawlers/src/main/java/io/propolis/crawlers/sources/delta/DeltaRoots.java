package io.propolis.crawlers.sources.delta;

import io.delta.kernel.Table;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.SerDe;
import io.propolis.crawlers.definition.SourceTarget.Manifest;
import io.propolis.crawlers.definition.SourceTarget.Registration;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.FoundSource.FoundPartition;
import io.propolis.crawlers.discovery.FoundSource.Storage;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.discovery.TableFormat;
import io.propolis.crawlers.schema.SparkSchema;
import io.propolis.crawlers.schema.Words;
import io.propolis.files.Lake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delta tables as the newest version of their logs has them, read by Delta's own library. */
public final class DeltaRoots {
  private static final String PARQUET_SERDE =
      "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

  private final Lake lake;
  private final Engine engine;

  public DeltaRoots(Lake lake) {
    this.lake = lake;
    this.engine = DefaultEngine.create(new LakeFileIO(lake));
  }

  /** How a table is to stand in the catalog. */
  public record Choice(Registration registration, Manifest manifest) {}

  /**
   * The table.
   *
   * @throws IOException when its log cannot be read
   */
  public FoundSource read(String location, Choice choice, List<Problem> problems)
      throws IOException {
    var snapshot = snapshot(location);
    var reasons = new ArrayList<String>();
    reasons.add("table: " + TableFormat.DELTA.reason());
    reasons.add("columns: the schema of version %d of its log".formatted(snapshot.getVersion()));
    boolean byManifest = choice.registration() == Registration.BY_MANIFEST;
    boolean writes = choice.manifest() == Manifest.WRITTEN;
    if (!byManifest && !writes) {
      return inItself(location, snapshot, Map.of(), reasons);
    }
    var manifests = manifests(location, snapshot, writes, problems, reasons);
    return byManifest && manifests != null
        ? byManifest(location, snapshot, manifests, writes, reasons)
        : inItself(
            location,
            snapshot,
            writes && manifests != null ? manifests.texts() : Map.of(),
            reasons);
  }

  private SnapshotImpl snapshot(String location) throws IOException {
    try {
      return (SnapshotImpl) Table.forPath(engine, location).getLatestSnapshot(engine);
    } catch (RuntimeException e) {
      // Delta's library has exceptions of many kinds for logs that are damaged or too new.
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Absent, with a reason, when the table cannot be read by lists of files. */
  private @Nullable Manifests manifests(
      String location,
      SnapshotImpl snapshot,
      boolean writes,
      List<Problem> problems,
      List<String> reasons)
      throws IOException {
    if (!writes && !lake.exists(Manifests.folder(location))) {
      reasons.add(
          "engines read its log: it has no manifests (%s), and WriteManifest asks for none"
              .formatted(Manifests.FOLDER));
      return null;
    }
    var obstacle = Manifests.obstacle(snapshot);
    if (obstacle != null) {
      reasons.add("engines read its log: " + obstacle);
      problems.add(new Problem(location, "gets no manifests: " + obstacle));
      return null;
    }
    try {
      return Manifests.of(location, snapshot, engine);
    } catch (Manifests.DeletedRowsException e) {
      reasons.add("engines read its log: " + e.getMessage());
      problems.add(new Problem(location, "gets no manifests: " + e.getMessage()));
      return null;
    }
  }

  private static List<Column> columns(SnapshotImpl snapshot) {
    return snapshot.getSchema().fields().stream().map(DeltaTypes::column).toList();
  }

  /** As Delta's own Spark catalog has it; Trino's connector reads the same. */
  private static FoundSource inItself(
      String location, SnapshotImpl snapshot, Map<String, String> files, List<String> reasons) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("classification", "delta");
    parameters.put("table_type", "DELTA");
    // The schema is the log's; what stands here instead would be stale after the next commit.
    parameters.putAll(SparkSchema.parameters("delta", List.of(), List.of()));
    reasons.add("read by its log, by Spark with Delta and Trino's Delta connector");
    return new FoundSource(
        location,
        name(location),
        columns(snapshot),
        List.of(),
        List.of(),
        new Storage(
            "org.apache.hadoop.mapred.SequenceFileInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat",
            SerDe.of(
                "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                Map.of("serialization.format", "1", "path", location))),
        parameters,
        snapshot.getMetadata().getDescription().orElse(null),
        files,
        reasons);
  }

  /** For engines that know Parquet and lists of files, and no log. */
  private static FoundSource byManifest(
      String location,
      SnapshotImpl snapshot,
      Manifests manifests,
      boolean writes,
      List<String> reasons) {
    var keys = snapshot.getPartitionColumnNames().stream().map(Names::fold).toList();
    var columns = columns(snapshot);
    var folder = Manifests.folder(location);
    reasons.add(
        "read by manifests in %s, which list %s%s"
            .formatted(
                Manifests.FOLDER,
                Words.count(manifests.dataFiles(), "file"),
                writes ? " and are written anew" : ""));
    return new FoundSource(
        folder,
        name(location),
        columns.stream().filter(c -> !keys.contains(c.name())).toList(),
        keys.stream().flatMap(key -> columns.stream().filter(c -> c.name().equals(key))).toList(),
        manifests.partitions().entrySet().stream()
            .map(e -> new FoundPartition(e.getKey(), Locations.child(folder, e.getValue())))
            .toList(),
        new Storage(
            "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
            SerDe.of(PARQUET_SERDE, Map.of("serialization.format", "1"))),
        Map.of("classification", "parquet"),
        snapshot.getMetadata().getDescription().orElse(null),
        writes ? manifests.texts() : Map.of(),
        reasons);
  }

  private static String name(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
