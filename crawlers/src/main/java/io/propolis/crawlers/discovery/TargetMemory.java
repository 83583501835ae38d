package io.propolis.crawlers.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is remembered of an include path, and what a crawl learns about it. */
final class TargetMemory {
  /** Coarsest time that file systems keep, when a time is of whole seconds. */
  private static final long COARSE_MILLIS = 2000;

  /** Coarsest time of the others. */
  private static final long FINE_MILLIS = 20;

  private final String path;
  private final Checkpoints checkpoints;
  private final Map<String, KnownFolder> folders = new HashMap<>();
  private final Map<String, Map<FolderFile, KnownFile>> checkpointed = new HashMap<>();
  private final Set<String> parents = new HashSet<>();
  private List<KnownFolder> learned = List.of();
  private long listedAt = System.currentTimeMillis();

  TargetMemory(String path, Checkpoints checkpoints) {
    this.path = path;
    this.checkpoints = checkpoints;
  }

  static TargetMemory none() {
    return new TargetMemory("", Checkpoints.none());
  }

  String path() {
    return path;
  }

  void remember(Collection<KnownFolder> known) {
    known.forEach(folder -> folders.put(folder.path(), folder));
    learned = sorted(folders.values());
  }

  /** Read by an attempt at the crawl that did not end. */
  void remember(String folder, KnownFile sample) {
    checkpointed.computeIfAbsent(folder, unused -> new HashMap<>()).put(sample.file(), sample);
  }

  @Nullable KnownFolder find(String folder) {
    return folders.get(folder);
  }

  /** What is known of exactly that file. */
  Optional<KnownFile> find(String folder, FolderFile file) {
    var read = checkpointed.getOrDefault(folder, Map.of()).get(file);
    if (read != null) {
      return Optional.of(read);
    }
    var known = folders.get(folder);
    return known == null
        ? Optional.empty()
        : known.samples().stream().filter(sample -> sample.file().equals(file)).findFirst();
  }

  /** Folders that were looked at, so that a crawl that is not told of them need not look again. */
  Collection<KnownFolder> whole() {
    return folders.values().stream().filter(KnownFolder::isWhole).toList();
  }

  /** Paths of the others. */
  Collection<String> unfinished() {
    return folders.values().stream()
        .filter(folder -> !folder.isWhole())
        .map(KnownFolder::path)
        .toList();
  }

  /** Whether a folder was crawled, and no folder below it that held data. */
  boolean isLeaf(String folder) {
    var known = folders.get(folder);
    return known != null
        && known.isWhole()
        && (known.tableFormat() != null || !parents().contains(folder));
  }

  private Set<String> parents() {
    if (parents.isEmpty() && !folders.isEmpty()) {
      for (var path : folders.keySet()) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
          if (!parents.add(path.substring(0, end))) {
            break;
          }
        }
      }
    }
    return parents;
  }

  Collection<String> known() {
    return folders.keySet();
  }

  /** The listing begins. */
  void listing() {
    listedAt = System.currentTimeMillis();
  }

  /** A file was read; a checkpoint is made of it and of others after a while. */
  void read(String folder, KnownFile sample) {
    if (isSettled(sample.file())) {
      checkpoints.read(path, folder, sample);
    }
  }

  /**
   * Takes in what a crawl has found.
   *
   * @param root the folders listed
   * @param sampling what was read of them
   * @param problems folders that could not be listed among them stay as they were
   */
  void learn(Folder root, Sampling sampling, List<Problem> problems) {
    var found = new ArrayList<KnownFolder>();
    root.walkAll(
        folder -> {
          if (folder.files() > 0 || folder.tableFormat() != null) {
            found.add(known(folder, sampling));
          }
        });
    for (var problem : problems) {
      if (problem.kind() == Problem.Kind.UNLISTED) {
        folders.values().stream()
            .filter(known -> isWithin(root.location() + "/" + known.path(), problem.location()))
            .forEach(known -> found.add(known.unfinished()));
      }
    }
    learned = SampleThinning.of(sorted(found));
  }

  private static boolean isWithin(String location, String folder) {
    return location.equals(folder) || location.startsWith(folder + "/");
  }

  private static List<KnownFolder> sorted(Collection<KnownFolder> folders) {
    return folders.stream().sorted(Comparator.comparing(KnownFolder::path)).toList();
  }

  private KnownFolder known(Folder folder, Sampling sampling) {
    var before = folders.get(folder.path());
    if (before != null && before.isUnchanged(folder)) {
      return before;
    }
    var newest = folder.newest();
    boolean isWhole = !sampling.isIncomplete(folder);
    boolean mayChangeUnseen = newest != null && !isSettled(newest);
    return new KnownFolder(
        folder.path(),
        folder.files(),
        folder.bytes(),
        mayChangeUnseen || !isWhole ? FolderPrint.NONE : folder.print(),
        folder.newestAt(),
        folder.firstFile(),
        folder.tableFormat(),
        isWhole,
        0,
        sampling.read(folder).stream()
            .filter(sample -> isSettled(sample.file()))
            .sorted(Comparator.comparing(sample -> sample.file().name()))
            .toList());
  }

  /**
   * Whether a later change of the file will show in its length, time or tag: a file that was
   * changed in the moment in which it was listed may change again and keep its time.
   */
  private boolean isSettled(FolderFile file) {
    long coarse = file.modifiedAt() % 1000 == 0 ? COARSE_MILLIS : FINE_MILLIS;
    return file.etag() != null || file.modifiedAt() < listedAt - coarse;
  }

  /** What is to be kept, in the order of the paths. */
  List<KnownFolder> learned() {
    return Collections.unmodifiableList(learned);
  }
}
