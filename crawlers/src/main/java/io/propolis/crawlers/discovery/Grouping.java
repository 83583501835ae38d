package io.propolis.crawlers.discovery;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.Configuration;
import io.propolis.crawlers.definition.TableTemplate;
import io.propolis.crawlers.discovery.Similarity.Profile;
import io.propolis.inference.KeySource;
import io.propolis.inference.LayoutInference;
import io.propolis.inference.PartitionNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which folders are tables: named keys first, then dates, then likeness of what lies in
 * them. A folder with evidence of its own is never merged with its neighbours.
 */
final class Grouping {
  /** A folder that is a table, which of its children are partitions, and why. */
  record Candidate(
      Folder folder, List<Folder> partitions, String reason, @Nullable List<String> keys) {
    Candidate(Folder folder, List<Folder> partitions, String reason) {
      this(folder, partitions, reason, null);
    }
  }

  /** The root of a table of a lake format. */
  record Root(TableFormat format, String location) {}

  private static final int FEWEST_AT_INCLUDE_PATH = 3;

  private final String location;
  private final Configuration configuration;
  private final boolean isOfCatalog;
  private final Sampling sampling;
  private final List<Problem> problems;
  private final Predicate<String> isKnownTable;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<Root> roots = new ArrayList<>();

  Grouping(
      String location,
      CrawlerDefinition crawler,
      Sampling sampling,
      List<Problem> problems,
      Predicate<String> isKnownTable) {
    this.location = location;
    this.configuration = crawler.configuration();
    this.isOfCatalog = crawler.isOfCatalog();
    this.sampling = sampling;
    this.problems = problems;
    this.isKnownTable = isKnownTable;
  }

  List<Candidate> candidates(Folder root, @Nullable TableTemplate template) {
    if (template != null) {
      byTemplate(root, template, 0);
    } else if (configuration.tableLevel() != null) {
      byLevel(root, configuration.tableLevel() - level(location));
    } else {
      visit(root);
    }
    return candidates;
  }

  /** The bucket is level 1. On local disks the include path is. */
  static int level(String location) {
    int bucket = location.indexOf("://");
    boolean local = location.startsWith("file:") || bucket < 0;
    return local ? 1 : location.substring(bucket + 3).split("/").length;
  }

  private void byTemplate(Folder folder, TableTemplate template, int level) {
    if (isRoot(folder) || !folder.hasData()) {
      return;
    }
    var asked = "the template " + template.text();
    if (level == template.above().size()) {
      candidates.add(
          new Candidate(
              folder,
              folder.dataChildren(),
              "it lies where %s says, such as '%s'".formatted(asked, folder.name()),
              template.keys()));
      return;
    }
    reportFilesBeside(folder, "lies above the tables of " + asked);
    var wanted = template.above().get(level);
    for (var child : folder.children()) {
      if (wanted.equals(TableTemplate.ANY) || wanted.equals(child.name())) {
        byTemplate(child, template, level + 1);
      } else if (child.hasData()) {
        problems.add(
            new Problem(
                location(child), "does not fit %s: it is not '%s'".formatted(asked, wanted)));
      }
    }
  }

  private void byLevel(Folder folder, int below) {
    if (isRoot(folder) || !folder.hasData()) {
      return;
    }
    if (below <= 0) {
      candidates.add(
          new Candidate(
              folder,
              folder.dataChildren(),
              isOfCatalog
                  ? "the catalog has it there"
                  : "it lies on level %d, as TableLevelConfiguration asks"
                      .formatted(configuration.tableLevel())));
      return;
    }
    reportFilesBeside(folder, "lies above the level of TableLevelConfiguration");
    folder.children().forEach(child -> byLevel(child, below - 1));
  }

  private void visit(Folder folder) {
    if (isRoot(folder)) {
      return;
    }
    var children = folder.dataChildren();
    folder.children().stream().filter(c -> !children.contains(c)).forEach(this::visit);
    if (children.isEmpty()) {
      if (folder.files() > 0) {
        candidates.add(new Candidate(folder, List.of(), "it is a folder of files"));
      }
      return;
    }
    if (isKeyed(folder)) {
      add(folder, children, Grouping::isKey, "its folders are named key=value, such as '%s'");
    } else if (isDated(folder)) {
      var dates = dates(folder);
      add(folder, children, c -> dates.contains(c.name()), "its folders are dates, such as '%s'");
    } else {
      bySimilarity(folder, children);
    }
  }

  private void add(
      Folder folder, List<Folder> children, Predicate<Folder> isPartition, String reason) {
    var partitions = children.stream().filter(isPartition).toList();
    candidates.add(new Candidate(folder, partitions, reason.formatted(partitions.get(0).name())));
    children.stream().filter(isPartition.negate()).forEach(this::visit);
  }

  private void bySimilarity(Folder folder, List<Folder> children) {
    Map<Folder, Profile> profiles = new LinkedHashMap<>();
    for (var child : children) {
      var samples = sampling.below(child);
      var profile = Similarity.profile(samples);
      if (profile != null
          && Similarity.isUniform(samples, profile)
          && !isKeyed(child)
          && !isDated(child)) {
        profiles.put(child, profile);
      }
    }
    boolean combine = configuration.grouping() == CrawlerDefinition.Grouping.COMBINE_COMPATIBLE;
    var group = Similarity.largestGroup(profiles, combine || isKnown(folder));
    if (arePartitions(folder, children, group, combine)) {
      add(
          folder,
          children,
          group::contains,
          "%d of its %d folders hold the same columns, such as '%%s'"
              .formatted(group.size(), children.size()));
      return;
    }
    int before = candidates.size();
    children.forEach(this::visit);
    if (folder.files() == 0) {
      return;
    }
    if (candidates.size() == before) {
      candidates.add(new Candidate(folder, List.of(), "its files are the only data in it"));
    } else {
      reportFilesBeside(
          folder, "lies beside folders that are tables; it needs a folder of its own");
    }
  }

  /**
   * Whether alike folders are partitions of one table. What was a table stays one: a neighbour that
   * happens to be alike must not swallow it. The include path is more often a place for tables than
   * a table, so that there all of at least three folders must agree.
   */
  private boolean arePartitions(
      Folder folder, List<Folder> children, List<Folder> group, boolean combine) {
    if (group.isEmpty() || children.stream().anyMatch(this::isKnown)) {
      return false;
    }
    if (isKnown(folder)) {
      return true;
    }
    if (folder.path().isEmpty() && !combine) {
      return group.size() >= FEWEST_AT_INCLUDE_PATH && group.size() == children.size();
    }
    return group.size() > 1 && group.size() * 2 > children.size();
  }

  private boolean isKnown(Folder folder) {
    return isKnownTable.test(location(folder));
  }

  private void reportFilesBeside(Folder folder, String reason) {
    folder.kept().forEach(file -> problems.add(new Problem(file.location(), reason)));
  }

  /** Roots of lake formats are read by what they say of themselves. */
  private boolean isRoot(Folder folder) {
    var format = folder.tableFormat();
    if (format == null) {
      return false;
    }
    roots.add(new Root(format, location(folder)));
    return true;
  }

  /** What {@link #candidates} came upon. */
  List<Root> roots() {
    return List.copyOf(roots);
  }

  private String location(Folder folder) {
    return folder.path().isEmpty() ? location : Locations.child(location, folder.path());
  }

  private static boolean isKeyed(Folder folder) {
    return folder.dataChildren().stream().anyMatch(Grouping::isKey);
  }

  private static boolean isKey(Folder folder) {
    return PartitionNames.parseSegment(folder.name()).isPresent();
  }

  private static boolean isDated(Folder folder) {
    return !dates(folder).isEmpty();
  }

  /** Names of children that are dates, or years; empty when most are not. */
  private static HashSet<String> dates(Folder folder) {
    var inference = new LayoutInference(java.util.Set.of());
    for (var child : folder.dataChildren()) {
      child.walk(
          f -> {
            if (f.files() > 0) {
              inference.add(relative(folder, f) + "/file");
            }
          });
    }
    var layout = inference.infer();
    var names = new HashSet<String>();
    if (layout.isPartitioned()
        && (layout.keys().get(0).source() == KeySource.DATE
            || layout.keys().get(0).source() == KeySource.DATE_PART)) {
      layout.folders().forEach(f -> names.add(f.location().split("/", 2)[0]));
    }
    return names;
  }

  static String relative(Folder root, Folder folder) {
    int start = root.path().isEmpty() ? 0 : root.path().length() + 1;
    return folder == root ? "" : folder.path().substring(start);
  }
}
