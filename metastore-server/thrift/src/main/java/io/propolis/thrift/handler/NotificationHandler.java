package io.propolis.thrift.handler;

import io.propolis.catalog.Session;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.change.ChangeFilter;
import io.propolis.catalog.model.change.ChangeFilter.Unplaced;
import io.propolis.thrift.notification.EventTypes;
import io.propolis.thrift.notification.MessageFormat;
import io.propolis.thrift.notification.ToldEvents;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.CurrentNotificationEventId;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.NotificationEventResponse;
import org.apache.hadoop.hive.metastore.api.NotificationEventsCountRequest;
import org.apache.hadoop.hive.metastore.api.NotificationEventsCountResponse;
import org.jspecify.annotations.Nullable;

/**
 * The change log as Hive's notification log: positions are event ids. A client that asks for events
 * that are forgotten gets those that are kept, as from Hive, and sees the gap.
 */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class NotificationHandler implements Handler {
  /** Most events of one reply, whatever the client asks: the rest comes with its next call. */
  static final int MAX_EVENTS = 10_000;

  /** A reply ends with the event that passes this size; clients stop reading at 100 MiB. */
  private static final long MAX_CHARACTERS = 32L << 20;

  /** Changes whose objects are in memory at once. */
  private static final int BATCH = 64;

  /** Changes that are read at once, without their objects. */
  private static final int PAGE = 1_000;

  private final Door door;
  private final ToldEvents told;

  NotificationHandler(Door door, MessageFormat format) {
    this.door = door;
    this.told = new ToldEvents(format);
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
    var kinds =
        EventTypes.wanted(
            Requests.orEmpty(request.getEventTypeList()),
            Requests.orEmpty(request.getEventTypeSkipList()));
    var filter =
        filter(
            request.getCatName(),
            request.getDbName(),
            Unplaced.LEFT_OUT,
            Set.copyOf(Requests.orEmpty(request.getTableNames())),
            kinds);
    return new NotificationEventResponse(
        events(door.as(client), request.getLastEvent(), limit, filter));
  }

  private List<NotificationEvent> events(
      Session session, long after, int limit, ChangeFilter filter) {
    var events = new ArrayList<NotificationEvent>();
    long last = after;
    long characters = 0;
    while (events.size() < limit && characters < MAX_CHARACTERS) {
      int wanted = Math.min(PAGE, limit - events.size());
      var changes = session.changes().after(last, wanted, filter);
      for (int from = 0; from < changes.size() && characters < MAX_CHARACTERS; from += BATCH) {
        var batch = changes.subList(from, Math.min(from + BATCH, changes.size()));
        for (var event : told.events(batch, session.changes()::objects)) {
          if (characters >= MAX_CHARACTERS) {
            break;
          }
          characters += event.getMessage().length();
          events.add(event);
          last = event.getEventId();
        }
      }
      if (changes.size() < wanted) {
        break;
      }
    }
    return events;
  }

  /** For {@code *} of all databases; as in Hive, events of transactions count in each of them. */
  public NotificationEventsCountResponse get_notification_events_count(
      ClientSession client, NotificationEventsCountRequest request) {
    var kinds = EnumSet.allOf(ChangeKind.class);
    var tables = Set.copyOf(Requests.orEmpty(request.getTableNames()));
    var filter =
        isEvery(request.getDbName())
            ? new ChangeFilter(
                HiveNames.catalog(request.getCatName()), null, Unplaced.INCLUDED, tables, kinds)
            : filter(request.getCatName(), request.getDbName(), Unplaced.INCLUDED, tables, kinds);
    long until = request.isSetToEventId() ? request.getToEventId() : Long.MAX_VALUE;
    long count = door.as(client).changes().count(request.getFromEventId(), until, filter);
    return new NotificationEventsCountResponse(
        request.isSetLimit() && request.getLimit() >= 0
            ? Math.min(request.getLimit(), count)
            : count);
  }

  /** Who counts the events of all databases says so; who reads them leaves the name out. */
  private static boolean isEvery(@Nullable String database) {
    return database == null || database.isEmpty() || database.equals("*");
  }

  /** Changes of a catalog, database and tables; what is not named is not filtered by. */
  private static ChangeFilter filter(
      @Nullable String catalog,
      @Nullable String database,
      Unplaced unplaced,
      Set<String> tables,
      Set<ChangeKind> kinds) {
    if (database == null || database.isEmpty()) {
      return new ChangeFilter(catalog, null, unplaced, tables, kinds);
    }
    var name = HiveNames.database(catalog, database);
    return new ChangeFilter(name.catalog(), name.name(), unplaced, tables, kinds);
  }
}
