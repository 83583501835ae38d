package io.propolis.crawlers.discovery;

import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Below;
import io.propolis.crawlers.discovery.ListingPart.Level;
import io.propolis.crawlers.discovery.ListingPart.Listed;
import io.propolis.crawlers.progress.RunStoppedException;
import io.propolis.files.Lake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Lists single parts of an include path. Thread-safe. */
final class PartLister {
  /** Files below one folder, from which on the folder is listed in parts of its own. */
  private static final int MOST_TOGETHER = 20_000;

  private final Lake lake;
  private final S3Target target;
  private final LongAdder seen = new LongAdder();
  private volatile boolean stopped;

  PartLister(Lake lake, S3Target target) {
    this.lake = lake;
    this.target = target;
  }

  /** Files seen by all so far. */
  long seen() {
    return seen.sum();
  }

  /** Others have seen so many, too. */
  void count(long more) {
    seen.add(more);
  }

  /** Ends the listings that are under way. */
  void stop() {
    stopped = true;
  }

  private void count() {
    if (stopped) {
      throw new RunStoppedException("The listing was stopped");
    }
    seen.increment();
  }

  Listed level(Level level) {
    var tree = FolderTree.ofPart(target);
    var folders = new ArrayList<String>();
    try (var entries = lake.level(tree.location(level.path()))) {
      entries.forEach(
          entry -> {
            var file = entry.file();
            if (file != null) {
              count();
              tree.add(file);
            } else if (!FolderTree.isPassedOver(entry.name())) {
              folders.add(entry.name());
            }
          });
    }
    return new Listed(level, tree, folders, List.of());
  }

  /**
   * Lists all below the folders.
   *
   * @param size what to do with a folder of many files
   */
  Listed below(Below part, LargeFolders size) {
    var tree = FolderTree.ofPart(target);
    var parent = tree.location(part.parent());
    int start = parent.length() + 1;
    var asked = new HashSet<>(part.folders());
    var latest = "";
    long ofLatest = 0;
    try (var entries = lake.list(parent, part.first(), part.last())) {
      var all = entries.iterator();
      while (all.hasNext()) {
        var entry = all.next();
        count();
        if (!entry.location().startsWith(latest, start)
            || entry.location().indexOf('/', start) != start + latest.length()) {
          latest = entry.location().substring(start, entry.location().indexOf('/', start));
          ofLatest = 0;
        }
        if (++ofLatest > MOST_TOGETHER && size == LargeFolders.LEFT) {
          int place = part.folders().indexOf(latest);
          if (place >= 0) {
            tree.forget(part.path(latest), ofLatest - 1);
            seen.add(-ofLatest);
            return new Listed(
                part, tree, List.of(), part.folders().subList(place, part.folders().size()));
          }
        }
        // What came between since the level was listed is of the next crawl.
        if (asked.contains(latest)) {
          tree.add(entry);
        }
      }
    }
    return new Listed(part, tree, List.of(), List.of());
  }

  /** Folders that hold more files than one thread should list. */
  enum LargeFolders {
    LEFT,
    LISTED
  }
}
