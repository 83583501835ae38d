package io.propolis.inference;

import io.propolis.inference.DataFolders.Folder;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Infers the partition layout below the root of a table from the paths of its files. Takes any
 * number of paths in any order, which does not change the result; memory grows with the number of
 * folders alone. Nothing is fatal: what does not fit is listed. Not thread-safe.
 */
public final class LayoutInference {

  private final DataFolders folders = new DataFolders();
  private final Set<String> dataColumns;
  private final @Nullable List<String> keys;

  /**
   * An inference that has seen no path.
   *
   * @param dataColumns names of the columns in the files, which keys must not clash with; case does
   *     not matter
   */
  public LayoutInference(Set<String> dataColumns) {
    this(dataColumns, null);
  }

  private LayoutInference(Set<String> dataColumns, @Nullable List<String> keys) {
    this.dataColumns = Set.copyOf(dataColumns);
    this.keys = keys;
  }

  /**
   * An inference that takes the keys as given and finds their types alone. Folders that are deeper
   * or less deep, or that name another key, are outliers.
   *
   * @param keys one for each level of folders, outermost first, lower-case, each once; none for a
   *     table without partitions
   */
  public static LayoutInference withKeys(Set<String> dataColumns, List<String> keys) {
    return new LayoutInference(dataColumns, List.copyOf(keys));
  }

  /** The layout of a table whose columns are not known. */
  public static PartitionLayout of(Iterable<String> paths) {
    return of(paths, Set.of());
  }

  /** The layout of a table whose files hold these columns. */
  public static PartitionLayout of(Iterable<String> paths, Set<String> dataColumns) {
    var inference = new LayoutInference(dataColumns);
    paths.forEach(inference::add);
    return inference.infer();
  }

  /**
   * Takes in one file.
   *
   * @param path relative to the root, with slashes, as the storage names it; leading slashes do not
   *     count, and a path that ends with a slash is a mere folder marker
   */
  public void add(String path) {
    folders.add(path);
  }

  /**
   * Takes in a folder's own files at once.
   *
   * @param folder relative to the root, without slashes at its ends; empty for the root itself
   * @param firstFile name of one of the files, which stands for all
   * @param files how many there are
   */
  public void add(String folder, String firstFile, long files) {
    folders.add(folder.isEmpty() ? firstFile : folder + "/" + firstFile, files);
  }

  /** The layout of what was seen so far. */
  public PartitionLayout infer() {
    List<Folder> data =
        folders.all().stream()
            .filter(folder -> folder.files() > 0)
            .sorted(Comparator.comparing(Folder::location))
            .toList();
    var choice = keys == null ? LayoutChoice.of(data) : LayoutChoice.given(keys);
    return new LayoutAssembly(choice, dataColumns).assemble(data, folders.skipped());
  }
}
