package io.propolis.thrift.handler;

import io.propolis.catalog.Session;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.Names;
import io.propolis.thrift.notification.Events;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.hive.metastore.api.CurrentNotificationEventId;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.NotificationEventResponse;
import org.apache.hadoop.hive.metastore.api.NotificationEventsCountRequest;
import org.apache.hadoop.hive.metastore.api.NotificationEventsCountResponse;
import org.jspecify.annotations.Nullable;

/** The change log as Hive's notification log: positions are event ids. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class NotificationHandler implements Handler {
  /** Most events of one reply, whatever the client asks: the rest comes with its next call. */
  private static final int MAX_EVENTS = 10_000;

  private static final int BATCH = 1_000;

  private final Door door;

  NotificationHandler(Door door) {
    this.door = door;
  }

  public CurrentNotificationEventId get_current_notificationEventId(ClientSession client) {
    return new CurrentNotificationEventId(door.as(client).changes().position());
  }

  public NotificationEventResponse get_next_notification(
      ClientSession client, NotificationEventRequest request) {
    int limit =
        request.isSetMaxEvents() && request.getMaxEvents() > 0
            ? Math.min(request.getMaxEvents(), MAX_EVENTS)
            : MAX_EVENTS;
    var session = door.as(client);
    var wanted = wanted(request);
    var events = new ArrayList<NotificationEvent>();
    long last = request.getLastEvent();
    while (events.size() < limit) {
      var changes = session.changes().after(last, BATCH);
      changes.stream()
          .filter(wanted)
          .limit(limit - events.size())
          .map(change -> Events.event(session, change))
          .forEach(events::add);
      if (changes.size() < BATCH) {
        break;
      }
      last = changes.get(changes.size() - 1).position();
    }
    return new NotificationEventResponse(events);
  }

  private static Predicate<Change> wanted(NotificationEventRequest request) {
    var skipped = Requests.orEmpty(request.getEventTypeSkipList());
    var types = Requests.orEmpty(request.getEventTypeList());
    return about(request.getCatName(), request.getDbName(), request.getTableNames())
        .and(change -> !skipped.contains(change.kind().name()))
        .and(change -> types.isEmpty() || types.contains(change.kind().name()));
  }

  public NotificationEventsCountResponse get_notification_events_count(
      ClientSession client, NotificationEventsCountRequest request) {
    var wanted = about(request.getCatName(), request.getDbName(), request.getTableNames());
    long until = request.isSetToEventId() ? request.getToEventId() : Long.MAX_VALUE;
    long limit = request.isSetLimit() ? request.getLimit() : Long.MAX_VALUE;
    return new NotificationEventsCountResponse(
        Math.min(limit, count(door.as(client), wanted, request.getFromEventId(), until)));
  }

  private static long count(Session session, Predicate<Change> wanted, long from, long until) {
    long count = 0;
    long last = from;
    while (true) {
      var changes = session.changes().after(last, BATCH);
      count += changes.stream().filter(c -> c.position() <= until).filter(wanted).count();
      if (changes.size() < BATCH || changes.get(changes.size() - 1).position() >= until) {
        return count;
      }
      last = changes.get(changes.size() - 1).position();
    }
  }

  /** Changes of a catalog, database and tables; what is not named is not filtered by. */
  private static Predicate<Change> about(
      @Nullable String catalog, @Nullable String database, @Nullable List<String> tables) {
    var folded = Requests.orEmpty(tables).stream().map(Names::fold).toList();
    if (database == null) {
      return change -> catalog == null || change.catalog().equals(Names.fold(catalog));
    }
    var name = HiveNames.database(catalog, database);
    return change ->
        change.catalog().equals(name.catalog())
            && name.name().equals(change.database())
            && (folded.isEmpty() || folded.contains(change.table()));
  }
}
