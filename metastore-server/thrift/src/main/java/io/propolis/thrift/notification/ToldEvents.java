package io.propolis.thrift.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.change.ChangedObjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;

/**
 * The newest events that somebody asked for: a log has several followers, and each asks for the
 * same as the others. A change never changes, and its position is never given again, so that what
 * was said of it once holds for good.
 *
 * <p>Thread-safe.
 */
public final class ToldEvents {
  /** Of messages that are kept: those of 2,000 tables of 30 columns that were altered. */
  private static final long CHARACTERS = 16L << 20;

  private final MessageFormat format;
  private final Cache<Long, NotificationEvent> told =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(CHARACTERS)
          .<Long, NotificationEvent>weigher((position, event) -> event.getMessage().length())
          .build();

  public ToldEvents(MessageFormat format) {
    this.format = format;
  }

  /**
   * The events of changes, in their order.
   *
   * @param objects finds the objects that changes were about, by position; asked once, for those
   *     whose events are not kept
   */
  public List<NotificationEvent> events(
      List<Change> changes, Function<Collection<Long>, Map<Long, ChangedObjects>> objects) {
    var positions = changes.stream().map(Change::position).toList();
    var kept = told.getAllPresent(positions);
    var missing = positions.stream().filter(position -> !kept.containsKey(position)).toList();
    var found = missing.isEmpty() ? Map.<Long, ChangedObjects>of() : objects.apply(missing);
    var events = new ArrayList<NotificationEvent>(changes.size());
    for (var change : changes) {
      var event = kept.get(change.position());
      if (event == null) {
        event = Events.event(change, found.get(change.position()), format);
        told.put(change.position(), event);
      }
      events.add(event);
    }
    return events;
  }
}
