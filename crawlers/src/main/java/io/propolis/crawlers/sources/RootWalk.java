package io.propolis.crawlers.sources;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.Glob;
import io.propolis.crawlers.discovery.TableFormat;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.files.Lake;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the roots of tables of a lake format below a path.
 *
 * @param roots sorted
 * @param objects files listed
 */
record RootWalk(List<String> roots, long objects) {
  private static final int SHOWN_TOGETHER = 256;

  /**
   * The walk.
   *
   * @param exclusions of files and folders, relative to the path
   * @param depth folders below the path that are looked into
   */
  static RootWalk of(
      Lake lake,
      String path,
      TableFormat format,
      List<Glob> exclusions,
      int depth,
      CrawlWatch watch) {
    var roots = new TreeSet<String>();
    long objects = 0;
    int start = path.length() + 1;
    try (var level = lake.level(path)) {
      // A bucket that is not there is an error here; a listing of all would find nothing in it.
      if (level.findFirst().isEmpty()) {
        return new RootWalk(List.of(), 0);
      }
    }
    try (var entries = lake.list(path)) {
      var all = entries.iterator();
      while (all.hasNext()) {
        var location = all.next().location();
        if (++objects % SHOWN_TOGETHER == 0) {
          watch.listed(SHOWN_TOGETHER);
        }
        if (location.length() > start) {
          var relative = location.substring(start);
          root(format, relative)
              .filter(root -> level(root) <= depth)
              .filter(root -> !isExcluded(exclusions, root, relative))
              .ifPresent(root -> roots.add(root.isEmpty() ? path : Locations.child(path, root)));
        }
      }
    }
    watch.listed(objects % SHOWN_TOGETHER);
    return new RootWalk(List.copyOf(roots), objects);
  }

  private static int level(String root) {
    return root.isEmpty() ? 0 : root.split("/", -1).length;
  }

  private static boolean isExcluded(List<Glob> exclusions, String root, String file) {
    return exclusions.stream()
        .anyMatch(
            glob ->
                glob.matches(file)
                    || (!root.isEmpty() && glob.matches(root))
                    || glob.matches(root + "/"));
  }

  /** The folder that a file of metadata makes a root; the outermost, as tables hold tables. */
  private static Optional<String> root(TableFormat format, String file) {
    return switch (format) {
      case DELTA -> before(file, "_delta_log/");
      case HUDI -> before(file, ".hoodie/");
      case ICEBERG ->
          file.contains(".metadata.json") ? before(file, "metadata/") : Optional.empty();
    };
  }

  private static Optional<String> before(String file, String folder) {
    if (file.startsWith(folder)) {
      return Optional.of("");
    }
    int at = file.indexOf("/" + folder);
    return at < 0 ? Optional.empty() : Optional.of(file.substring(0, at));
  }
}
