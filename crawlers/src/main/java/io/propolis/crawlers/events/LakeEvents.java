package io.propolis.crawlers.events;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.RecrawlBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.FailedTarget;
import io.propolis.crawlers.discovery.LakeChanges;
import io.propolis.crawlers.events.EventMessages.ChangedObject;
import io.propolis.crawlers.schema.Words;
import io.propolis.files.EventQueue;
import io.propolis.files.EventQueue.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What queues and watches say has happened in the lake since the last crawl. Messages are deleted
 * when the crawl is kept, and left for the next one when it ends otherwise.
 */
public final class LakeEvents implements LakeChanges {
  private static final Logger LOG = LoggerFactory.getLogger(LakeEvents.class);

  /** Messages that a crawl takes; more are left for the next one. */
  static final int MOST = 100_000;

  private static final int RECEIVERS = 8;
  private static final Pattern BUCKET = Pattern.compile("s3[an]?://([^/]+)/?(.*)");

  private final Map<EventQueue, List<Message>> received = new LinkedHashMap<>();
  private final Map<String, Set<String>> folders = new HashMap<>();
  private final Map<String, CatalogException> unknown = new HashMap<>();

  private final EventSources sources;
  private final String crawler;
  private final List<String> watched = new ArrayList<>();

  private LakeEvents(EventSources sources, String crawler) {
    this.sources = sources;
    this.crawler = crawler;
  }

  /**
   * Takes the messages of a crawler in event mode; none of another one.
   *
   * @param targets what it crawls, asked for when events matter; those whose queue cannot be read
   *     fail when they are asked about
   */
  public static LakeEvents take(
      EventSources sources, CrawlerDefinition crawler, Supplier<List<S3Target>> targets) {
    var events = new LakeEvents(sources, crawler.name());
    if (crawler.recrawl() == RecrawlBehavior.CRAWL_EVENT_MODE) {
      try {
        events.take(targets.get());
      } catch (RuntimeException e) {
        events.release();
        throw e;
      }
    }
    return events;
  }

  private void take(List<S3Target> targets) {
    var byQueue = new LinkedHashMap<CrawlerDefinition.EventQueue, List<S3Target>>();
    for (var target : targets) {
      // A queue of S3's events tells nothing of what lies elsewhere.
      if (target.events() != null && BUCKET.matcher(target.path()).matches()) {
        byQueue.computeIfAbsent(target.events(), unused -> new ArrayList<>()).add(target);
      } else {
        watched.add(target.path());
        sources
            .changed(crawler, target.path())
            .ifPresent(changed -> folders.put(target.path(), changed));
      }
    }
    byQueue.forEach(this::take);
  }

  private void take(CrawlerDefinition.EventQueue named, List<S3Target> targets) {
    try {
      takeFrom(named, targets);
    } catch (CatalogException e) {
      targets.forEach(target -> unknown.put(target.path(), e));
    }
  }

  private void takeFrom(CrawlerDefinition.EventQueue named, List<S3Target> targets) {
    var queue = sources.queues().open(named.arn());
    for (var target : targets) {
      folders.computeIfAbsent(target.path(), unused -> new TreeSet<>());
    }
    var messages = receive(queue);
    received.put(queue, messages);
    int strange = 0;
    for (var message : messages) {
      var objects = EventMessages.read(message.body());
      if (objects.isEmpty()) {
        strange++;
        if (named.deadLetters() != null) {
          sources.queues().open(named.deadLetters()).send(message.body());
        }
      }
      objects.orElse(List.of()).forEach(object -> add(object, targets));
    }
    if (strange > 0) {
      LOG.warn(
          "{} of queue {} with no object in it; {}",
          Words.count(strange, "message"),
          named.arn(),
          named.deadLetters() == null ? "dropped" : "sent to " + named.deadLetters());
    }
  }

  private void add(ChangedObject object, List<S3Target> targets) {
    for (var target : targets) {
      folder(object, target.path())
          .ifPresent(
              folder ->
                  folders.computeIfAbsent(target.path(), path -> new TreeSet<>()).add(folder));
    }
  }

  /** The object's folder below an include path; empty when it lies elsewhere. */
  private static Optional<String> folder(ChangedObject object, String path) {
    var place = BUCKET.matcher(Locations.withoutTrailingSlash(path));
    if (!place.matches() || !place.group(1).equals(object.bucket())) {
      return Optional.empty();
    }
    var prefix = place.group(2).isEmpty() ? "" : place.group(2) + "/";
    if (!object.key().startsWith(prefix)) {
      return Optional.empty();
    }
    int end = object.key().lastIndexOf('/');
    return Optional.of(end < prefix.length() ? "" : object.key().substring(prefix.length(), end));
  }

  private static List<Message> receive(EventQueue queue) {
    var all = new ConcurrentLinkedQueue<Message>();
    var count = new AtomicInteger();
    var threads = Executors.newFixedThreadPool(RECEIVERS);
    try {
      var receivers = new ArrayList<Future<?>>();
      for (int i = 0; i < RECEIVERS; i++) {
        receivers.add(
            threads.submit(
                () -> {
                  List<Message> some;
                  do {
                    some = queue.receive();
                    all.addAll(some);
                  } while (!some.isEmpty()
                      && count.addAndGet(some.size()) <= MOST - RECEIVERS * 10);
                }));
      }
      for (var receiver : receivers) {
        receiver.get();
      }
      return List.copyOf(all);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The crawl was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CatalogException failure) {
        throw failure;
      }
      throw new IllegalStateException("Receiving messages failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public Optional<Collection<String>> folders(S3Target target) {
    var failure = unknown.get(target.path());
    if (failure != null) {
      throw failure;
    }
    return Optional.ofNullable(folders.get(target.path()));
  }

  /**
   * The crawl is kept: nobody needs the messages any more, but for those that tell of targets which
   * it could not crawl.
   */
  public void settle(Collection<FailedTarget> failures) {
    var failed = failures.stream().map(f -> f.target().folder()).filter(Objects::nonNull).toList();
    watched.stream().filter(failed::contains).forEach(path -> sources.forget(crawler, path));
    received.forEach(
        (queue, messages) -> {
          var needed = messages.stream().filter(m -> tellsOf(m, failed)).toList();
          var done = messages.stream().filter(m -> !tellsOf(m, failed)).toList();
          quietly(queue, needed, EventQueue::release);
          quietly(queue, done, EventQueue::delete);
        });
  }

  private static boolean tellsOf(Message message, List<String> paths) {
    return !paths.isEmpty()
        && EventMessages.read(message.body()).orElse(List.of()).stream()
            .anyMatch(object -> paths.stream().anyMatch(path -> folder(object, path).isPresent()));
  }

  /** The crawl did not end well: the next one needs them. */
  public void release() {
    received.forEach((queue, messages) -> quietly(queue, messages, EventQueue::release));
    watched.forEach(location -> sources.forget(crawler, location));
  }

  /** A message that comes again makes a crawl look again, and does no harm. */
  private static void quietly(
      EventQueue queue, List<Message> messages, BiConsumer<EventQueue, List<Message>> work) {
    if (messages.isEmpty()) {
      return;
    }
    try {
      work.accept(queue, messages);
    } catch (CatalogException e) {
      LOG.warn("{} will come again: {}", Words.count(messages.size(), "message"), e.getMessage());
    }
  }
}
