package io.propolis.faults.log;

import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.cluster.Node;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.log.LogRead.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;

/** Clients that follow the notification log, each from where it was, at whatever node. */
public final class LogTail {
  private static final int AT_ONCE = 200;

  private final long start;
  private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
  private final List<LogRead> reads = new ArrayList<>();

  /** From after a position on. */
  public LogTail(long start) {
    this.start = start;
  }

  /** One call of a client. */
  public void step(CatalogClient client) {
    if (client.random().nextInt(4) == 0) {
      askPosition(client);
    } else {
      follow(client);
    }
  }

  private void askPosition(CatalogClient client) {
    var seen = new ArrayList<Event>();
    client
        .call(
            "position",
            metastore -> {
              long id = metastore.get_current_notificationEventId().getEventId();
              seen.add(new Event(id, 0));
              return Outcome.OK;
            })
        .ifPresent(operation -> record(operation, start, seen));
  }

  private void follow(CatalogClient client) {
    long after = positions.getOrDefault(client.number(), start);
    var seen = new ArrayList<Event>();
    client
        .call(
            "events after " + after,
            metastore -> {
              var request = new NotificationEventRequest(after);
              request.setMaxEvents(AT_ONCE);
              for (var event : metastore.get_next_notification(request).getEvents()) {
                seen.add(new Event(event.getEventId(), LogCheck.fingerprint(event)));
              }
              return Outcome.OK;
            })
        .ifPresent(operation -> record(operation, after, seen));
  }

  private void record(Operation<String> operation, long after, List<Event> seen) {
    if (!operation.isKnown()) {
      return;
    }
    var read =
        new LogRead(
            operation.client(),
            operation.node(),
            operation.begin(),
            operation.end(),
            after,
            seen,
            seen.size() < AT_ONCE);
    if (seen.stream().anyMatch(event -> event.fingerprint() != 0)) {
      positions.put(operation.client(), read.last());
    }
    synchronized (reads) {
      reads.add(read);
    }
  }

  /** What clients have seen so far. */
  public List<LogRead> reads() {
    synchronized (reads) {
      return List.copyOf(reads);
    }
  }

  /** The newest position as one node tells it; empty when it does not answer. */
  public static Optional<Long> position(CatalogClient client, Node node) {
    var id = new ArrayList<Long>();
    return client
        .call(
            node,
            "position",
            metastore -> {
              id.add(metastore.get_current_notificationEventId().getEventId());
              return Outcome.OK;
            })
        .filter(Operation::isKnown)
        .map(operation -> id.get(0));
  }

  /** All events after a position as one node tells them; empty when it does not answer. */
  public static Optional<List<NotificationEvent>> events(
      CatalogClient client, Node node, long after) {
    var events = new ArrayList<NotificationEvent>();
    int before;
    do {
      before = events.size();
      long last = events.isEmpty() ? after : events.get(before - 1).getEventId();
      var operation =
          client.call(
              node,
              "events after " + last,
              metastore -> {
                events.addAll(
                    metastore
                        .get_next_notification(new NotificationEventRequest(last))
                        .getEvents());
                return Outcome.OK;
              });
      if (operation.filter(Operation::isKnown).isEmpty()) {
        return Optional.empty();
      }
    } while (events.size() > before);
    return Optional.of(events);
  }
}
