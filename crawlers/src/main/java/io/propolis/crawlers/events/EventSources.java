package io.propolis.crawlers.events;

import io.propolis.files.EventQueues;
import io.propolis.files.FolderWatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What tells a process of changes in the lake: queues of object stores, and watches of local
 * folders, which begin with the first crawl that wants one. Thread-safe.
 */
public final class EventSources implements AutoCloseable {
  private final EventQueues queues;
  private final Watching watching;
  private final Map<String, FolderWatch> watches = new HashMap<>();

  /** Whether local folders are watched. */
  private enum Watching {
    YES,
    NO
  }

  private EventSources(EventQueues queues, Watching watching) {
    this.queues = queues;
    this.watching = watching;
  }

  /** Tells nothing: each crawl has to look. */
  public static EventSources none() {
    return new EventSources(EventQueues.NONE, Watching.NO);
  }

  /** For a process that crawls once. */
  public static EventSources of(EventQueues queues) {
    return new EventSources(queues, Watching.NO);
  }

  /** For a process that goes on, and may watch local folders meanwhile. */
  public static EventSources watching(EventQueues queues) {
    return new EventSources(queues, Watching.YES);
  }

  EventQueues queues() {
    return queues;
  }

  /**
   * Folders of a local include path that changed since a crawler's last crawl here. Empty when that
   * is not known; then a watch has begun, if it can be, so that the next crawl may know.
   */
  synchronized Optional<Set<String>> changed(String crawler, String location) {
    var key = key(crawler, location);
    var watch = watches.get(key);
    var changed = watch == null ? Optional.<Set<String>>empty() : watch.changed();
    if (changed.isEmpty() && watching == Watching.YES) {
      forget(crawler, location);
      FolderWatch.begin(location).ifPresent(begun -> watches.put(key, begun));
    }
    return changed;
  }

  /** The crawl that asked did not end well: the next one has to look. */
  synchronized void forget(String crawler, String location) {
    var watch = watches.remove(key(crawler, location));
    if (watch != null) {
      watch.close();
    }
  }

  private static String key(String crawler, String location) {
    return crawler + "\0" + location;
  }

  @Override
  public synchronized void close() {
    watches.values().forEach(FolderWatch::close);
    watches.clear();
    queues.close();
  }
}
