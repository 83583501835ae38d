package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.formats.FormatReader;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.files.FileEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a choice of files: all of them while they are few, otherwise the first, the last and some
 * between of every folder, within a budget.
 */
final class Sampling {
  /** Files read per include path when no sample size is given. */
  static final int BUDGET = 2000;

  private static final int READERS = 8;

  /** Columns of all samples together that are held; after them one file of each folder is read. */
  static final int MOST_COLUMNS = 250_000;

  private final FormatReader reader;
  private final List<Problem> problems;
  private final CrawlWatch watch;
  private final Map<Folder, List<SampledFile>> samples = new HashMap<>();
  private final Map<Notice, Noticed> notices = new LinkedHashMap<>();
  private final Set<Folder> seen = ConcurrentHashMap.newKeySet();
  private final AtomicLong columns = new AtomicLong();
  private int files;
  private int leftOut;

  Sampling(FormatReader reader, List<Problem> problems, CrawlWatch watch) {
    this.reader = reader;
    this.problems = problems;
    this.watch = watch;
  }

  /** Samples the tree. */
  void read(Folder root, @Nullable Integer sampleSize) {
    var pending = new ArrayList<Pending>();
    var pool = Executors.newFixedThreadPool(READERS, Sampling::daemon);
    try {
      choose(root, sampleSize, pending, pool);
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
    int step = sampleSize != null ? 1 : Math.max(1, folders.size() / BUDGET);
    for (int i = 0; i < folders.size(); i += step) {
      var folder = folders.get(i);
      for (var entry : folder.spread(perFolder)) {
        pending.add(new Pending(folder, entry, pool.submit(() -> sample(folder, entry))));
      }
    }
  }

  /** Empty when so many columns are held already that another file of the folder is too much. */
  private Optional<SampledFile> sample(Folder folder, FileEntry entry) throws IOException {
    if (columns.get() > MOST_COLUMNS && seen.contains(folder)) {
      return Optional.empty();
    }
    var sample = new SampledFile(entry, reader.read(entry));
    seen.add(folder);
    columns.addAndGet(sample.schema().columns().size());
    return Optional.of(sample);
  }

  private void collect(Pending one) {
    try {
      var read = one.result().get();
      if (read.isEmpty()) {
        leftOut++;
        return;
      }
      var sample = read.get();
      samples.computeIfAbsent(one.folder(), unused -> new ArrayList<>()).add(sample);
      for (var text : sample.file().notices()) {
        notices.computeIfAbsent(
                new Notice(one.folder(), text), unused -> new Noticed(one.entry().location()))
            .files++;
      }
      files++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The crawl was interrupted", e);
    } catch (ExecutionException e) {
      problems.add(
          new Problem(one.entry().location(), reason(e.getCause()), Problem.Kind.UNREADABLE));
    }
  }

  /** Why a file could not be read; anything but bad files and bad storage is a fault of ours. */
  private static String reason(@Nullable Throwable cause) {
    if (cause instanceof IOException || cause instanceof CatalogException) {
      return "cannot be read: " + cause.getMessage();
    }
    throw new IllegalStateException("Reading a file failed", cause);
  }

  /** Samples of all files at or below a folder, in the order of their locations. */
  List<SampledFile> below(Folder folder) {
    var found = new ArrayList<SampledFile>();
    folder.walk(f -> found.addAll(samples.getOrDefault(f, List.of())));
    return found;
  }

  /** Files read so far, the unreadable ones left out. */
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

  private record Pending(Folder folder, FileEntry entry, Future<Optional<SampledFile>> result) {}
}
