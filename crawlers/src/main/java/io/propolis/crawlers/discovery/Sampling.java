package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.formats.FormatReader;
import io.propolis.crawlers.formats.UnreadableFileException;
import io.propolis.crawlers.progress.CrawlWatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a choice of files: all of them while they are few, otherwise the first, the last and some
 * between of every folder, within a budget.
 */
final class Sampling {
  /** Files read per include path when no sample size is given. */
  static final int BUDGET = 2000;

  /** Storage afar takes its time for each read, during which a reader only waits. */
  private static final int READERS = 16;

  /** Of local files, which are there at once: more than there are processors get in their way. */
  private static final int LOCAL_READERS =
      Math.max(4, Math.min(READERS, Runtime.getRuntime().availableProcessors()));

  /** Columns of all samples together that are held; after them one file of each folder is read. */
  static final int MOST_COLUMNS = 250_000;

  private final FormatReader reader;
  private final List<Problem> problems;
  private final CrawlWatch watch;
  private final Map<Folder, List<KnownFile>> samples = new HashMap<>();
  private final Set<Folder> incomplete = new HashSet<>();
  private final Map<Notice, Noticed> notices = new LinkedHashMap<>();
  private final Set<Folder> seen = ConcurrentHashMap.newKeySet();
  private final AtomicLong columns = new AtomicLong();
  private final TargetMemory memory;
  private int files;
  private int leftOut;

  Sampling(FormatReader reader, TargetMemory memory, List<Problem> problems, CrawlWatch watch) {
    this.memory = memory;
    this.reader = reader;
    this.problems = problems;
    this.watch = watch;
  }

  /** Samples the tree of a target. */
  void read(Folder root, S3Target target) {
    var pending = new ArrayList<Pending>();
    int readers = target.path().startsWith("file:") ? LOCAL_READERS : READERS;
    var pool = Executors.newFixedThreadPool(readers, Sampling::daemon);
    try {
      choose(root, target.sampleSize(), pending, pool);
      for (int i = 0; i < pending.size(); i++) {
        collect(pending.get(i));
        watch.sampled(i + 1, pending.size());
      }
      notices.forEach((notice, first) -> problems.add(first.problem(notice.text())));
    } finally {
      pool.shutdownNow();
    }
  }

  /** Files that were not read because those before had so many columns. */
  int leftOut() {
    return leftOut;
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "crawler-reader");
    thread.setDaemon(true);
    return thread;
  }

  private void choose(
      Folder root, @Nullable Integer sampleSize, List<Pending> pending, ExecutorService pool) {
    var folders = new ArrayList<Folder>();
    root.walk(
        folder -> {
          if (folder.files() > 0) {
            folders.add(folder);
          }
        });
    long total = folders.stream().mapToLong(Folder::files).sum();
    int perFolder =
        sampleSize != null
            ? sampleSize
            : total <= BUDGET ? BUDGET : Math.max(1, BUDGET / Math.max(1, folders.size()));
    var changed = folders.stream().filter(folder -> !recall(folder, pending)).toList();
    int step = sampleSize != null ? 1 : Math.max(1, changed.size() / BUDGET);
    var sampled = IntStream.range(0, changed.size()).filter(i -> i % step == 0);
    var read = sampled.mapToObj(changed::get).toList();
    long count = read.stream().mapToLong(folder -> Math.min(perFolder, folder.files())).sum();
    for (var folder : read) {
      for (var file : chosen(folder, perFolder)) {
        pending.add(
            memory
                .find(folder.path(), file)
                .map(known -> Pending.known(folder, known))
                .orElseGet(
                    () ->
                        Pending.of(folder, file, pool.submit(() -> sample(folder, file, count)))));
      }
    }
  }

  /** Whether the folder is as an earlier crawl found it; then what was read of it counts. */
  private boolean recall(Folder folder, List<Pending> pending) {
    var known = memory.find(folder.path());
    if (known == null || !known.isUnchanged(folder)) {
      return false;
    }
    known.samples().forEach(sample -> pending.add(Pending.known(folder, sample)));
    return true;
  }

  /** Also the newest, which may be the reason why the folder is not as it was. */
  private static Collection<FolderFile> chosen(Folder folder, int limit) {
    var chosen = new LinkedHashSet<>(folder.spread(limit));
    var newest = folder.newest();
    if (newest != null && (limit > 1 || chosen.isEmpty())) {
      chosen.add(newest);
    }
    return chosen;
  }

  /** Empty when so many columns are held already that another file of the folder is too much. */
  private Optional<KnownFile> sample(Folder folder, FolderFile file, long count)
      throws IOException {
    if (columns.get() > MOST_COLUMNS && seen.contains(folder)) {
      return Optional.empty();
    }
    try {
      var content = reader.read(folder.entry(file), count);
      seen.add(folder);
      columns.addAndGet(content.schema().columns().size());
      return Optional.of(KnownFile.of(file, content));
    } catch (UnreadableFileException e) {
      return Optional.of(KnownFile.refused(file, String.valueOf(e.getMessage())));
    }
  }

  private void collect(Pending one) {
    try {
      var read = one.result().get();
      if (read.isEmpty()) {
        leftOut++;
        incomplete.add(one.folder());
        return;
      }
      var sample = read.get();
      samples.computeIfAbsent(one.folder(), unused -> new ArrayList<>()).add(sample);
      if (!one.isKnown()) {
        memory.read(one.folder().path(), sample);
        files += sample.content() == null ? 0 : 1;
      }
      tell(one.folder(), sample);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The crawl was interrupted", e);
    } catch (ExecutionException e) {
      incomplete.add(one.folder());
      problems.add(
          Problem.unreadable(one.folder().entry(one.file()).location(), reason(e.getCause())));
    }
  }

  private void tell(Folder folder, KnownFile sample) {
    var location = folder.entry(sample.file()).location();
    var content = sample.content();
    if (content == null) {
      problems.add(Problem.unreadable(location, sample.refusal()));
      return;
    }
    for (var text : content.notices()) {
      notices.computeIfAbsent(new Notice(folder, text), unused -> new Noticed(location)).files++;
    }
  }

  /** Why a file could not be read; anything but bad files and bad storage is a fault of ours. */
  private static @Nullable String reason(@Nullable Throwable cause) {
    if (cause instanceof IOException || cause instanceof CatalogException) {
      return cause.getMessage();
    }
    throw new IllegalStateException("Reading a file failed", cause);
  }

  /** Forgets a folder's files, which another crawl may read again. */
  void leaveOut(Folder folder) {
    samples.remove(folder);
    incomplete.add(folder);
  }

  /** What was read of a folder's own files, now or before. */
  List<KnownFile> read(Folder folder) {
    return samples.getOrDefault(folder, List.of());
  }

  /** What samples said that are gone, as others say the same; 0 for a folder that has its own. */
  int likeness(Folder folder) {
    var known = memory.find(folder.path());
    return known != null && known.isUnchanged(folder) ? known.likeness() : 0;
  }

  /**
   * Whether files of the folder were to be read and could not be, for another reason than theirs.
   */
  boolean isIncomplete(Folder folder) {
    return incomplete.contains(folder);
  }

  /** Samples of all files at or below a folder, in the order of their locations. */
  List<SampledFile> below(Folder folder) {
    var found = new ArrayList<SampledFile>();
    folder.walk(each -> found.addAll(of(each)));
    return found;
  }

  /** Samples of a folder's own files. */
  List<SampledFile> of(Folder folder) {
    var found = new ArrayList<SampledFile>();
    for (var sample : read(folder)) {
      var content = sample.content();
      if (content != null) {
        found.add(SampledFile.of(folder.entry(sample.file()), content));
      }
    }
    return found;
  }

  /** Files read so far, those that are known from before or unreadable left out. */
  int files() {
    return files;
  }

  /** What is to be said about files of a folder; said once. */
  private record Notice(Folder folder, String text) {}

  private static final class Noticed {
    private final String first;
    private int files;

    private Noticed(String first) {
      this.first = first;
    }

    Problem problem(String text) {
      return new Problem(
          first, files == 1 ? text : text + "; so do %d more of its folder".formatted(files - 1));
    }
  }

  private record Pending(
      Folder folder, FolderFile file, Future<Optional<KnownFile>> result, boolean isKnown) {
    static Pending of(Folder folder, FolderFile file, Future<Optional<KnownFile>> result) {
      return new Pending(folder, file, result, false);
    }

    static Pending known(Folder folder, KnownFile known) {
      return new Pending(
          folder, known.file(), CompletableFuture.completedFuture(Optional.of(known)), true);
    }
  }
}
