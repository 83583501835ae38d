package io.propolis.inference;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the folders below a root are partitions of a table. Immutable; made by LayoutInference. */
public final class PartitionLayout {

  private final FolderPattern pattern;
  private final List<PartitionKey> keys;
  private final List<PartitionFolder> folders;
  private final List<Outlier> outliers;
  private final List<Decision> decisions;

  PartitionLayout(
      FolderPattern pattern,
      List<PartitionKey> keys,
      List<PartitionFolder> folders,
      List<Outlier> outliers,
      List<Decision> decisions) {
    this.pattern = pattern;
    this.keys = List.copyOf(keys);
    this.folders = List.copyOf(folders);
    this.outliers = List.copyOf(outliers);
    this.decisions = List.copyOf(decisions);
  }

  /** One key per level of folders, outermost first; none when the table is not partitioned. */
  public List<PartitionKey> keys() {
    return keys;
  }

  /** The partitions, sorted by location, no two with equal values; without keys, the root alone. */
  public List<PartitionFolder> folders() {
    return folders;
  }

  /** What is part of no partition, sorted by folder. */
  public List<Outlier> outliers() {
    return outliers;
  }

  /** Every choice made, the layout's own first. */
  public List<Decision> decisions() {
    return decisions;
  }

  /** Whether folders are partitions at all. */
  public boolean isPartitioned() {
    return !keys.isEmpty();
  }

  /** The same with all keys of type string, for catalogs that know no other. */
  public PartitionLayout withTextKeys() {
    return new PartitionLayout(
        pattern,
        keys.stream()
            .map(
                key ->
                    new PartitionKey(
                        key.name(), InferredType.Scalar.STRING, key.source(), key.reason()))
            .toList(),
        folders,
        outliers,
        decisions);
  }

  /** The layout with keys in place of values, such as {@code {region}/dt={dt}}. */
  public String template() {
    return IntStream.range(0, keys.size())
        .mapToObj(
            level -> {
              PartitionKey key = keys.get(level);
              String value = "{" + key.name() + "}";
              return key.source() == KeySource.HIVE
                  ? PartitionNames.escape(key.name()) + "=" + value
                  : value;
            })
        .collect(Collectors.joining("/"));
  }

  /**
   * Holds a folder met later against this layout; the types of the keys stay as they are.
   *
   * @param folder relative to the root, without slashes at its ends
   */
  public FolderFit fit(String folder) {
    return pattern.fit(folder);
  }
}
