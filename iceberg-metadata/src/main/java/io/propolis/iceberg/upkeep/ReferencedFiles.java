package io.propolis.iceberg.upkeep;

import io.propolis.catalog.files.Locations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;

/**
 * All files that a table's metadata refer to: of each snapshot that is kept, on whatever branch.
 * Held by their paths alone, so that another spelling of the scheme or the bucket's name saves a
 * file rather than losing it.
 */
final class ReferencedFiles {
  private final Set<String> paths = new HashSet<>();

  private ReferencedFiles() {}

  /**
   * Of a table as it is now.
   *
   * @param goOn asked after each manifest; ends the work by what it throws
   */
  static ReferencedFiles of(Table table, TableMetadata metadata, Runnable goOn) {
    var files = new ReferencedFiles();
    files.add(metadata.metadataFileLocation());
    // Beside it, for those who read the table without a catalog.
    files.add(
        Locations.child(Locations.parent(metadata.metadataFileLocation()), "version-hint.text"));
    metadata.previousFiles().forEach(entry -> files.add(entry.file()));
    metadata.statisticsFiles().stream().map(StatisticsFile::path).forEach(files::add);
    metadata.partitionStatisticsFiles().stream()
        .map(PartitionStatisticsFile::path)
        .forEach(files::add);
    var manifests = new HashSet<String>();
    for (var snapshot : metadata.snapshots()) {
      files.add(table, snapshot, manifests, goOn);
    }
    return files;
  }

  private void add(String location) {
    paths.add(Locations.path(location));
  }

  private void add(Table table, Snapshot snapshot, Set<String> known, Runnable goOn) {
    if (snapshot.manifestListLocation() != null) {
      add(snapshot.manifestListLocation());
    }
    for (var manifest : snapshot.allManifests(table.io())) {
      if (known.add(manifest.path())) {
        goOn.run();
        add(manifest.path());
        add(table, manifest);
      }
    }
  }

  private void add(Table table, ManifestFile manifest) {
    try (CloseableIterable<? extends ContentFile<?>> entries =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, table.io(), table.specs())
            : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
      for (var entry : entries) {
        add(entry.location());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean contains(String location) {
    return paths.contains(Locations.path(location));
  }
}
