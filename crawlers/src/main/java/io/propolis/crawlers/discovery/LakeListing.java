package io.propolis.crawlers.discovery;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Below;
import io.propolis.crawlers.discovery.ListingPart.Level;
import io.propolis.crawlers.discovery.ListingPart.Listed;
import io.propolis.crawlers.discovery.PartLister.LargeFolders;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Lists an include path into a tree of folders by many threads. Object stores list many folders in
 * one request: there levels are gone down until there are enough prefixes, which are then listed
 * whole, neighbours together. Elsewhere each folder is listed by itself.
 */
final class LakeListing {
  static final int THREADS = 16;

  /**
   * Into so many prefixes a level is cut, about: several for each thread of each node that helps,
   * so that none waits long for the last one of another.
   */
  private static final int PREFIXES = 128;

  /** Fewer folders than this are gone down into, to find more prefixes. */
  private static final int FEW = 8;

  /** Levels listed of an object store before all that is left is listed whole. */
  private static final int MOST_LEVELS = 1000;

  private static final int LOOK_MILLIS = 100;

  private final Lake lake;
  private final S3Target target;
  private final List<Problem> problems;
  private final CrawlWatch watch;
  private final ListingJournal journal;
  private final Scope scope;
  private final boolean together;
  private final FolderTree tree;
  private final PartLister lister;
  private final WaitingParts waiting = new WaitingParts();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, LakeListing::daemon);
  private final ExecutorCompletionService<Outcome> outcomes =
      new ExecutorCompletionService<>(threads);
  private int pending;
  private int done;
  private int levels;
  private long shown;

  /** What became of a part. */
  private sealed interface Outcome {
    /** No part was left to list. */
    record Idle() implements Outcome {}

    record Done(Listed listed) implements Outcome {}

    /** Listed by an earlier attempt. */
    record Found(Listed listed) implements Outcome {}

    record Failed(ListingPart part, CatalogException failure) implements Outcome {}
  }

  private LakeListing(Scope scope, List<Problem> problems, CrawlWatch watch, FolderTree tree) {
    this.lake = scope.lake();
    this.target = scope.target();
    this.journal = scope.journal();
    this.scope = scope;
    this.problems = problems;
    this.watch = watch;
    this.together = lake.isListedTogether(target.path()) && !scope.isPartial();
    this.tree = tree;
    this.lister = new PartLister(lake, target);
  }

  /**
   * What is listed.
   *
   * @param from folders with which the listing begins, by their paths below the include path
   * @param isToBeListed whether a folder below them is looked into
   * @param isPartial whether some are not
   * @param journal of an earlier attempt, whose parts are not listed again
   */
  record Scope(
      Lake lake,
      S3Target target,
      Collection<String> from,
      Predicate<String> isToBeListed,
      boolean isPartial,
      ListingJournal journal) {
    Scope {
      from = List.copyOf(from);
    }

    static Scope all(Lake lake, S3Target target, ListingJournal journal) {
      return new Scope(lake, target, List.of(""), folder -> true, false, journal);
    }

    /** Folders that hold nothing new are left out. */
    static Scope below(
        Lake lake, S3Target target, Predicate<String> isToBeListed, ListingJournal journal) {
      return new Scope(lake, target, List.of(""), isToBeListed, true, journal);
    }

    /** These folders alone, without what lies below them. */
    static Scope only(Lake lake, S3Target target, Collection<String> folders) {
      return new Scope(lake, target, folders, folder -> false, true, ListingJournal.NONE);
    }
  }

  static Thread daemon(Runnable work) {
    var thread = new Thread(work, "crawler-lister");
    thread.setDaemon(true);
    return thread;
  }

  /** The folders of the include path. Problems are added to {@code problems}. */
  static FolderTree of(Lake lake, S3Target target, List<Problem> problems, CrawlWatch watch) {
    return of(
        Scope.all(lake, target, ListingJournal.NONE), new FolderTree(target), problems, watch);
  }

  /** The same, where the tree holds already what is not to be listed. */
  static FolderTree of(Scope scope, FolderTree tree, List<Problem> problems, CrawlWatch watch) {
    var listing = new LakeListing(scope, problems, watch, tree);
    try {
      listing.run();
    } finally {
      listing.lister.stop();
      listing.threads.shutdownNow();
    }
    tree.root()
        .walkAll(
            folder -> {
              var emptiness = folder.emptiness();
              if (emptiness != null) {
                problems.add(emptiness);
              }
            });
    if (tree.objects() == 0 && !scope.isPartial()) {
      listing.reportNothing();
    }
    return tree;
  }

  private void reportNothing() {
    try (var entries = lake.list(target.path())) {
      problems.add(
          entries
              .findFirst()
              .map(FileEntry::location)
              .filter(tree.location("")::equals)
              .map(file -> new Problem(file, "is a file; a crawler's path names a folder"))
              .orElseGet(() -> new Problem(target.path(), "holds no file")));
    }
  }

  private void run() {
    scope.from().forEach(path -> submit(new Level(path)));
    try (var elsewhere = journal.elsewhere(target)) {
      while (pending > 0) {
        var outcome = next();
        long seen = lister.seen();
        watch.listed(Math.max(0, seen - shown));
        shown = Math.max(seen, shown);
        if (outcome != null) {
          take(outcome);
        }
        // Parts may take long: what is done is kept though none is finished meanwhile.
        journal.flush();
        elsewhere.look(waiting, pending, done).forEach(this::comeBack);
      }
    }
    journal.flush();
  }

  private java.util.concurrent.@org.jspecify.annotations.Nullable Future<Outcome> next() {
    try {
      return outcomes.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The crawl was interrupted", e);
    }
  }

  private void submit(ListingPart part) {
    pending++;
    if (part instanceof Level) {
      levels++;
    }
    enqueue(part);
  }

  private void enqueue(ListingPart part) {
    waiting.add(part);
    var size = levels < MOST_LEVELS ? LargeFolders.LEFT : LargeFolders.LISTED;
    outcomes.submit(() -> list(size));
  }

  /**
   * Takes a part that was elsewhere: with what was found there, or to be listed here. What was
   * found waits for no thread, and is not offered again.
   */
  private void comeBack(Below part) {
    var listed = journal.find(part, target);
    if (listed.isEmpty()) {
      enqueue(part);
      return;
    }
    pending--;
    lister.count(listed.get().tree().objects());
    take(listed.get());
  }

  /** Lists the part that waits longest, unless others have taken all. */
  private Outcome list(LargeFolders size) {
    var part = waiting.next();
    if (part == null) {
      return new Outcome.Idle();
    }
    var before = journal.find(part, target);
    if (before.isPresent()) {
      lister.count(before.get().tree().objects());
      return new Outcome.Found(before.get());
    }
    try {
      return new Outcome.Done(
          part instanceof Level level ? lister.level(level) : lister.below((Below) part, size));
    } catch (CatalogException e) {
      return new Outcome.Failed(part, e);
    }
  }

  private void take(java.util.concurrent.Future<Outcome> ended) {
    Outcome outcome;
    try {
      outcome = ended.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The crawl was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Listing " + target.path() + " failed", e.getCause());
    }
    if (outcome instanceof Outcome.Idle) {
      return;
    }
    pending--;
    if (outcome instanceof Outcome.Failed failed) {
      failed(failed.part(), failed.failure());
    } else if (outcome instanceof Outcome.Found found) {
      take(found.listed());
    } else if (outcome instanceof Outcome.Done listed) {
      done++;
      journal.finished(listed.listed());
      take(listed.listed());
    }
  }

  private void take(Listed listed) {
    if (listed.part() instanceof Level level && tree.at(level.path()).restored() != null) {
      // New files in a folder that was crawled before are not what is asked for.
      tree.count(listed.tree().objects());
    } else {
      tree.absorb(listed.tree());
    }
    if (listed.part() instanceof Level level) {
      follow(level, listed.folders());
    } else if (!listed.left().isEmpty()) {
      var part = (Below) listed.part();
      submit(new Level(part.path(listed.left().get(0))));
      if (listed.left().size() > 1) {
        submit(new Below(part.parent(), listed.left().subList(1, listed.left().size())));
      }
    }
  }

  /** What storage lets nobody see is told, and the rest is crawled. */
  private void failed(ListingPart part, CatalogException failure) {
    if (failure.kind() != Kind.FORBIDDEN || part.equals(new Level(""))) {
      throw failure;
    }
    if (part instanceof Below below) {
      below.folders().forEach(folder -> submit(new Level(below.path(folder))));
    } else {
      problems.add(
          new Problem(
              tree.location(((Level) part).path()),
              "cannot be listed: " + failure.getMessage(),
              Problem.Kind.UNLISTED));
    }
  }

  private void follow(Level level, List<String> folders) {
    var parent = level.path();
    if (!together || (folders.size() < FEW && levels < MOST_LEVELS)) {
      for (var folder : folders) {
        var path = parent.isEmpty() ? folder : parent + "/" + folder;
        if (scope.isToBeListed().test(path)) {
          submit(new Level(path));
        }
      }
      return;
    }
    int size = Math.max(1, (folders.size() + PREFIXES - 1) / PREFIXES);
    for (int start = 0; start < folders.size(); start += size) {
      submit(new Below(parent, folders.subList(start, Math.min(folders.size(), start + size))));
    }
  }
}
