package io.propolis.crawlers.discovery;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.Glob;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.util.List;

/** Lists an include path into a tree of folders, without what is hidden, empty or excluded. */
final class LakeListing {
  private static final int SHOWN_TOGETHER = 256;

  private final S3Target target;
  private final List<Glob> exclusions;
  private final List<Problem> problems;
  private final Folder root = new Folder("");
  private final CrawlWatch watch;
  private long objects;

  private LakeListing(S3Target target, List<Problem> problems, CrawlWatch watch) {
    this.target = target;
    this.watch = watch;
    this.exclusions = target.exclusions().stream().map(Glob::of).toList();
    this.problems = problems;
  }

  /** The folder of the include path. Problems are added to {@code problems}. */
  static LakeListing of(Lake lake, S3Target target, List<Problem> problems, CrawlWatch watch) {
    var listing = new LakeListing(target, problems, watch);
    try (var entries = lake.list(target.path())) {
      entries.forEach(listing::add);
    }
    watch.listed(listing.objects % SHOWN_TOGETHER);
    if (listing.objects == 0) {
      problems.add(new Problem(target.path(), "holds no file"));
    }
    return listing;
  }

  Folder root() {
    return root;
  }

  /** Objects seen, those passed over included. */
  long objects() {
    return objects;
  }

  private void add(FileEntry entry) {
    objects++;
    if (objects % SHOWN_TOGETHER == 0) {
      watch.listed(SHOWN_TOGETHER);
    }
    int start = Locations.withoutTrailingSlash(target.path()).length() + 1;
    if (entry.location().length() < start) {
      problems.add(new Problem(entry.location(), "is a file; a crawler's path names a folder"));
      return;
    }
    var path = entry.location().substring(start);
    if (exclusions.stream().anyMatch(glob -> glob.matches(path))) {
      return;
    }
    var parts = path.split("/", -1);
    var folder = root;
    for (int i = 0; i < parts.length - 1; i++) {
      if (isMetadata(folder, parts, i) || isHidden(parts[i])) {
        return;
      }
      folder = folder.child(parts[i]);
    }
    var name = parts[parts.length - 1];
    if (isHidden(name) || name.endsWith("$folder$") || name.endsWith("._COPYING_")) {
      return;
    }
    if (entry.length() == 0) {
      problems.add(new Problem(entry.location(), "is empty"));
      return;
    }
    folder.add(entry);
  }

  /** Whether the path leads into a table format's metadata; then the folder is marked. */
  private static boolean isMetadata(Folder folder, String[] parts, int i) {
    if (parts[i].equals("_delta_log")) {
      folder.mark(TableFormat.DELTA);
      return true;
    }
    if (parts[i].equals(".hoodie")) {
      folder.mark(TableFormat.HUDI);
      return true;
    }
    if (parts[i].equals("metadata")
        && i == parts.length - 2
        && parts[i + 1].endsWith(".metadata.json")) {
      folder.mark(TableFormat.ICEBERG);
      return true;
    }
    return false;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && name.indexOf('=') < 0);
  }
}
