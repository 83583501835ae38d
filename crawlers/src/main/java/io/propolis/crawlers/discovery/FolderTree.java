package io.propolis.crawlers.discovery;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.Glob;
import io.propolis.files.FileEntry;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders below an include path, without what is hidden or excluded. Keeps fewer files of each
 * folder the more folders there are, so that memory stays bounded. Not thread-safe.
 */
final class FolderTree {
  /** Files kept per folder at first. */
  private static final int MOST_KEPT = 512;

  /** Files kept of all folders, from which on fewer are kept of each. */
  private static final int MOST_TOGETHER = 1 << 15;

  /** The same of a part of the listing: no fewer than are read of a small lake. */
  private static final int MOST_OF_PART = 1 << 11;

  private final S3Target target;
  private final int mostTogether;
  private final String base;
  private final int fewestKept;
  private final List<Glob> exclusions;
  private final Folder root;
  private int mostKept = MOST_KEPT;
  private long kept;
  private long objects;

  /** Listings come folder by folder: most files are in the folder of the one before. */
  private String latestPath = "";

  private @Nullable Folder latest;

  FolderTree(S3Target target) {
    this(target, MOST_TOGETHER);
  }

  private FolderTree(S3Target target, int mostTogether) {
    this.target = target;
    this.mostTogether = mostTogether;
    this.base = Locations.withoutTrailingSlash(target.path());
    this.fewestKept = target.sampleSize() == null ? 1 : target.sampleSize();
    this.exclusions = target.exclusions().stream().map(Glob::of).toList();
    this.root = new Folder(base, "");
    this.latest = root;
  }

  /** For a part of the listing of an include path. */
  static FolderTree ofPart(S3Target target) {
    return new FolderTree(target, MOST_OF_PART);
  }

  S3Target target() {
    return target;
  }

  Folder root() {
    return root;
  }

  /** Objects seen, those passed over included. */
  long objects() {
    return objects;
  }

  /** The location of a folder. */
  String location(String path) {
    return path.isEmpty() ? base : base + "/" + path;
  }

  /** The folder of that path, made when it is not there. */
  Folder at(String path) {
    var folder = root;
    if (!path.isEmpty()) {
      for (var name : path.split("/", -1)) {
        folder = folder.child(name);
      }
    }
    return folder;
  }

  /** Takes in a file below the include path. */
  void add(FileEntry entry) {
    objects++;
    var location = entry.location();
    int end = location.lastIndexOf('/');
    var path = end <= base.length() ? "" : location.substring(base.length() + 1, end);
    var name = location.substring(end + 1);
    if (!exclusions.isEmpty() && isExcluded(path.isEmpty() ? name : path + "/" + name)) {
      return;
    }
    var folder = folder(path, name);
    if (folder == null || isHidden(name) || isUnfinished(name)) {
      return;
    }
    if (entry.length() == 0) {
      folder.addEmpty(name);
      return;
    }
    int before = folder.keptFiles();
    folder.add(FolderFile.of(entry), mostKept);
    kept += folder.keptFiles() - before;
    thin();
  }

  private boolean isExcluded(String path) {
    return exclusions.stream().anyMatch(glob -> glob.matches(path));
  }

  private void thin() {
    while (kept > mostTogether && mostKept > fewestKept) {
      mostKept = Math.max(fewestKept, mostKept / 4);
      long[] now = {0};
      root.walkAll(
          folder -> {
            folder.thin(mostKept);
            now[0] += folder.keptFiles();
          });
      kept = now[0];
    }
  }

  /** Null for what is no data of a table. */
  private @Nullable Folder folder(String path, String name) {
    boolean isMetadata = path.endsWith("metadata") && name.endsWith(".metadata.json");
    if (!isMetadata && path.equals(latestPath)) {
      return latest;
    }
    var folder = found(path, name);
    latestPath = isMetadata ? "" : path;
    latest = isMetadata ? root : folder;
    return folder;
  }

  private @Nullable Folder found(String path, String name) {
    if (path.isEmpty()) {
      return root;
    }
    var parts = path.split("/", -1);
    var folder = root;
    for (int i = 0; i < parts.length; i++) {
      var format = formatOf(parts, i, name);
      if (format != null) {
        folder.mark(format);
        return null;
      }
      if (isHidden(parts[i])) {
        return null;
      }
      folder = folder.child(parts[i]);
    }
    return folder;
  }

  /** The table format whose metadata the path leads into. */
  private static @Nullable TableFormat formatOf(String[] parts, int i, String name) {
    if (parts[i].equals("_delta_log")) {
      return TableFormat.DELTA;
    }
    if (parts[i].equals(".hoodie")) {
      return TableFormat.HUDI;
    }
    return parts[i].equals("metadata") && i == parts.length - 1 && name.endsWith(".metadata.json")
        ? TableFormat.ICEBERG
        : null;
  }

  /** Whether nothing that lies in a folder of this name is of a table. */
  static boolean isPassedOver(String folder) {
    return isHidden(folder) && !folder.equals("_delta_log") && !folder.equals(".hoodie");
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && name.indexOf('=') < 0);
  }

  private static boolean isUnfinished(String name) {
    return name.endsWith("$folder$") || name.endsWith("._COPYING_");
  }

  /** Lets folders stand as an earlier crawl found them. */
  void restore(Collection<KnownFolder> known) {
    known.forEach(folder -> at(folder.path()).restore(folder));
  }

  /** So many objects were seen before. */
  void count(long more) {
    objects += more;
  }

  /** Lets a folder go of which so many objects were added, for another listing to find. */
  void forget(String path, long count) {
    objects -= count;
    var parent = at(path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "");
    parent.removeChild(path.substring(path.lastIndexOf('/') + 1));
    latest = root;
    latestPath = "";
  }

  /** Takes over what another listing of the same include path found elsewhere. */
  void absorb(FolderTree other) {
    objects += other.objects;
    mostKept = Math.min(mostKept, other.mostKept);
    kept += other.kept;
    root.absorb(other.root, mostKept);
    thin();
  }
}
