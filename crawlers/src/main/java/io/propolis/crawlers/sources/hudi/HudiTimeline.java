package io.propolis.crawlers.sources.hudi;

import io.propolis.catalog.files.Locations;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Commits that were completed, newest first.
 *
 * @param commits names of files begin with the instant, in a form that sorts by time
 */
record HudiTimeline(List<FileEntry> commits) {
  /** {@code <instant>.commit}; since Hudi 1.0 {@code <begun>_<completed>.commit}. */
  private static final Pattern COMMIT =
      Pattern.compile("(?<instant>\\d{8,20})(_\\d{8,20})?\\.(commit|deltacommit|replacecommit)");

  HudiTimeline {
    commits = List.copyOf(commits);
  }

  /** Commits lie in {@code .hoodie}; since Hudi 1.0 in {@code .hoodie/timeline}. */
  static HudiTimeline of(Lake lake, String location) {
    var folder = Locations.child(location, ".hoodie");
    var places = List.of(folder, Locations.child(folder, "timeline"));
    var commits = new ArrayList<FileEntry>();
    try (var entries = lake.list(folder)) {
      entries
          .filter(e -> places.contains(Locations.parent(e.location())))
          .filter(e -> COMMIT.matcher(name(e)).matches())
          .forEach(commits::add);
    }
    commits.sort(Comparator.comparing(HudiTimeline::name).reversed());
    return new HudiTimeline(commits);
  }

  private static String name(FileEntry entry) {
    return entry.location().substring(entry.location().lastIndexOf('/') + 1);
  }

  /** The instant of the newest commit; empty for a table that holds nothing yet. */
  Optional<String> newest() {
    return commits.stream()
        .findFirst()
        .map(HudiTimeline::name)
        .map(COMMIT::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(matcher -> matcher.group("instant"));
  }
}
