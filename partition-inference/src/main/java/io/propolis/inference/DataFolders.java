package io.propolis.inference;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folders that hold data, gathered from file paths in memory bounded by their number. */
final class DataFolders {

  /** Hive on Tez writes the branches of a UNION ALL into such folders inside the partition. */
  private static final String UNION_FOLDER = "HIVE_UNION_SUBDIR_";

  private final Map<String, Folder> folders = new HashMap<>();
  private final Map<Skip, Tally> skipped = new EnumMap<>(Skip.class);
  // Listings come folder by folder: most files are in the folder of the one before.
  private @Nullable Folder latest;
  private String latestPrefix = "";

  void add(String path) {
    add(path, 1);
  }

  /** Takes in files of one folder, of which one is named. */
  void add(String path, long count) {
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    int nameStart = path.lastIndexOf('/') + 1;
    String name = path.substring(nameStart);
    Folder folder = folderOf(path, start, Math.max(start, nameStart));
    Skip skip = Skip.ofFile(name);
    if (skip == null) {
      skip = folder.skip;
    }
    String relative = path.substring(start);
    if (skip == null) {
      folder.tally.add(relative, count);
    } else {
      skipped.computeIfAbsent(skip, unused -> new Tally()).add(relative, count);
    }
  }

  /** The folders, those without data included. */
  Collection<Folder> all() {
    return folders.values();
  }

  /** What was passed over, by reason. */
  Map<Skip, Tally> skipped() {
    return skipped;
  }

  private Folder folderOf(String path, int start, int end) {
    int length = end - start;
    if (latest != null && length == latestPrefix.length() && path.startsWith(latestPrefix, start)) {
      return latest;
    }
    String prefix = path.substring(start, end);
    String location = partitionOf(prefix.isEmpty() ? prefix : prefix.substring(0, length - 1));
    Folder folder = folders.computeIfAbsent(location, Folder::new);
    latest = folder;
    latestPrefix = prefix;
    return folder;
  }

  private static String partitionOf(String folder) {
    int last = folder.lastIndexOf('/') + 1;
    return folder.startsWith(UNION_FOLDER, last)
        ? folder.substring(0, Math.max(0, last - 1))
        : folder;
  }

  /** Why a file is no data. */
  enum Skip {
    HIDDEN_FOLDER("in folders whose names begin with '_' or '.'"),
    HIDDEN_FILE("whose names begin with '_' or '.'"),
    FOLDER_MARKER("that only mark a folder"),
    UNFINISHED_COPY("that are still being copied");

    private final String phrase;

    Skip(String phrase) {
      this.phrase = phrase;
    }

    String phrase() {
      return phrase;
    }

    static @Nullable Skip ofFile(String name) {
      if (name.isEmpty() || name.endsWith("$folder$")) {
        return FOLDER_MARKER;
      }
      if (name.charAt(0) == '_' || name.charAt(0) == '.') {
        return HIDDEN_FILE;
      }
      return name.endsWith("._COPYING_") ? UNFINISHED_COPY : null;
    }

    static @Nullable Skip ofFolder(String folder) {
      for (String segment : FolderPattern.segments(folder)) {
        // A key may begin with an underscore; a leading dot hides even keys from Spark and Hadoop.
        if (segment.startsWith(".") || (segment.startsWith("_") && segment.indexOf('=') < 0)) {
          return HIDDEN_FOLDER;
        }
      }
      return null;
    }
  }

  /** A folder with its own files, those of deeper folders not counted. */
  static final class Folder {
    private final String location;
    private final @Nullable Skip skip;
    private final Tally tally = new Tally();

    Folder(String location) {
      this.location = location;
      this.skip = Skip.ofFolder(location);
    }

    String location() {
      return location;
    }

    long files() {
      return tally.files;
    }

    String firstFile() {
      return tally.first;
    }

    Outlier outlier(String reason) {
      return new Outlier(location, tally.first, tally.files, reason);
    }
  }

  /** A number of files and the first of them by name. */
  static final class Tally {
    private long files;
    private String first = "";

    void add(String path) {
      add(path, 1);
    }

    /** Takes in files of one folder, of which one is named. */
    void add(String path, long count) {
      if (files == 0 || path.compareTo(first) < 0) {
        first = path;
      }
      files += count;
    }

    long files() {
      return files;
    }

    String first() {
      return first;
    }
  }
}
