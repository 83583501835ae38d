package io.propolis.faults.log;

import io.propolis.faults.client.Findings;
import io.propolis.faults.log.ExpectedWrite.Ending;
import io.propolis.faults.log.LogEntry.Change;
import io.propolis.faults.log.LogEntry.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;

/**
 * Holds the log of a period against what clients wrote in it, what they read of it, and what stands
 * at its end.
 */
public final class LogCheck {
  private final Findings findings;
  private final List<NotificationEvent> events;
  private final List<LogEntry> entries;

  /** Positions of the values that were given, by {@code object=value}. */
  private final Map<String, List<Long>> given = new HashMap<>();

  /** How often an object was made or removed, by {@code effect object}. */
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * A check of all events after a position.
   *
   * @param events those after it, as the log has them when nobody writes any more
   * @param prefix what names of all objects under test begin with; others are none of ours
   */
  public LogCheck(Findings findings, List<NotificationEvent> events, String prefix) {
    this.findings = findings;
    this.events = List.copyOf(events);
    this.entries = events.stream().map(event -> LogReader.read(event).only(prefix)).toList();
    for (var entry : entries) {
      entry.changes().forEach(change -> count(entry.position(), change));
    }
  }

  private void count(long position, Change change) {
    change
        .given()
        .ifPresent(
            value ->
                given
                    .computeIfAbsent(change.object() + "=" + value, each -> new ArrayList<>())
                    .add(position));
    counts.merge(change.effect() + " " + change.object(), 1, Integer::sum);
  }

  /** That positions begin after {@code start} and have neither gap nor duplicate. */
  public void checkPositions(long start) {
    long expected = start + 1;
    for (var entry : entries) {
      if (entry.position() != expected) {
        findings.add(
            "The log goes on with position %d where %d is due"
                .formatted(entry.position(), expected));
      }
      expected = entry.position() + 1;
    }
  }

  /** That each write is in the log once, or not at all where nobody was told, and never in part. */
  public void checkWrites(List<ExpectedWrite> writes) {
    var written = new HashMap<Long, ExpectedWrite>();
    for (var write : writes) {
      var positions =
          write.given().entrySet().stream()
              .map(each -> given.getOrDefault(each.getKey() + "=" + each.getValue(), List.of()))
              .toList();
      long most = positions.stream().mapToInt(List::size).max().orElse(0);
      long least = positions.stream().mapToInt(List::size).min().orElse(0);
      boolean fits =
          write.given().isEmpty()
              || (least == most
                  && switch (write.outcome()) {
                    case DONE -> most == 1;
                    case REFUSED -> most == 0;
                    case UNKNOWN -> most <= 1;
                  });
      if (!fits) {
        findings.add("In the log at %s: %s".formatted(positions, write.text()));
      }
      positions.forEach(each -> each.forEach(position -> written.put(position, write)));
    }
    checkCounts(writes, Effect.REMOVED, ExpectedWrite::removed);
    checkCounts(writes, Effect.MADE, ExpectedWrite::made);
    checkOrder(written);
  }

  private void checkCounts(
      List<ExpectedWrite> writes, Effect effect, Function<ExpectedWrite, Set<String>> objects) {
    var done = count(writes, Ending.DONE, objects);
    var unknown = count(writes, Ending.UNKNOWN, objects);
    Stream.concat(done.keySet().stream(), unknown.keySet().stream())
        .distinct()
        .forEach(
            object -> {
              int logged = counts.getOrDefault(effect + " " + object, 0);
              int least = done.getOrDefault(object, 0);
              int most = least + unknown.getOrDefault(object, 0);
              if (logged < least || logged > most) {
                findings.add(
                    "%s is %s %d times in the log, but %d to %d times by its clients"
                        .formatted(object, effect, logged, least, most));
              }
            });
  }

  private static Map<String, Integer> count(
      List<ExpectedWrite> writes, Ending ending, Function<ExpectedWrite, Set<String>> objects) {
    var counts = new HashMap<String, Integer>();
    writes.stream()
        .filter(write -> write.outcome() == ending)
        .flatMap(write -> objects.apply(write).stream())
        .forEach(object -> counts.merge(object, 1, Integer::sum));
    return counts;
  }

  /** That no write stands before another that was acknowledged when it began. */
  private void checkOrder(Map<Long, ExpectedWrite> written) {
    long latestBegin = Long.MIN_VALUE;
    String latest = "";
    for (var position : written.keySet().stream().sorted().toList()) {
      var write = Objects.requireNonNull(written.get(position));
      if (write.outcome() == Ending.DONE && write.end() < latestBegin) {
        findings.add(
            "At position %d is %s, behind %s, which began when it had ended"
                .formatted(position, write.text(), latest));
      }
      if (write.begin() > latestBegin) {
        latestBegin = write.begin();
        latest = write.text();
      }
    }
  }

  /**
   * That clients saw the log as it is, without gaps, and nothing missing that was acknowledged when
   * they asked.
   */
  public void checkReads(List<LogRead> reads, List<ExpectedWrite> writes) {
    var fingerprints = new HashMap<Long, Integer>();
    events.forEach(event -> fingerprints.put(event.getEventId(), fingerprint(event)));
    var acknowledged = acknowledged(writes);
    int next = 0;
    long due = 0;
    for (var read : reads.stream().sorted(Comparator.comparingLong(LogRead::begin)).toList()) {
      for (; next < acknowledged.size() && acknowledged.get(next).end() < read.begin(); next++) {
        due = Math.max(due, acknowledged.get(next).position());
      }
      if (read.complete() && read.last() < due) {
        findings.add(
            "Client %d read the log of %s up to %d, when %d was acknowledged"
                .formatted(read.client(), read.node(), read.last(), due));
      }
      checkSeen(read, fingerprints);
    }
  }

  private record Acknowledged(long end, long position) {}

  private List<Acknowledged> acknowledged(List<ExpectedWrite> writes) {
    return writes.stream()
        .filter(write -> write.outcome() == Ending.DONE)
        .flatMap(
            write ->
                write.given().entrySet().stream()
                    .flatMap(
                        each ->
                            given
                                .getOrDefault(each.getKey() + "=" + each.getValue(), List.of())
                                .stream())
                    .map(position -> new Acknowledged(write.end(), position)))
        .sorted(Comparator.comparingLong(Acknowledged::end))
        .toList();
  }

  private void checkSeen(LogRead read, Map<Long, Integer> fingerprints) {
    long expected = read.after() + 1;
    for (var event : read.seen()) {
      if (event.fingerprint() == 0) {
        continue;
      }
      var known = fingerprints.get(event.position());
      if (event.position() != expected || known == null || known != event.fingerprint()) {
        findings.add(
            "Client %d saw at %s event %d with content %d, where position %d is due and the log has %s"
                .formatted(
                    read.client(),
                    read.node(),
                    event.position(),
                    event.fingerprint(),
                    expected,
                    known));
      }
      expected = event.position() + 1;
    }
  }

  /** What tells one event from others. */
  public static int fingerprint(NotificationEvent event) {
    int hash = event.getMessage().hashCode() * 31 + event.getEventType().hashCode();
    return hash == 0 ? 1 : hash;
  }

  /**
   * That who replays the log gets what stands.
   *
   * @param standing values of all objects that clients have named, empty for those that do not
   *     stand
   */
  public void checkEnd(Map<String, Optional<String>> standing) {
    var replay = new Replay(findings);
    entries.forEach(replay::apply);
    standing.forEach(
        (object, value) -> {
          var replayed = replay.standing(object);
          if (!replayed.equals(value)) {
            findings.add(
                "%s stands with %s, but the log leaves it with %s"
                    .formatted(object, value, replayed));
          }
        });
  }
}
