package io.propolis.faults.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.faults.client.Findings;
import io.propolis.faults.log.ExpectedWrite.Ending;
import io.propolis.faults.log.LogRead.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TJSONProtocol;
import org.junit.jupiter.api.Test;

class LogCheckTest {
  private final Findings findings = new Findings();
  private final List<NotificationEvent> events = new ArrayList<>();
  private long position = 10;

  private LogCheck check() {
    return new LogCheck(findings, events, "d");
  }

  private void event(String type, Map<String, Object> message) {
    try {
      var json = new ObjectMapper().writeValueAsString(message);
      events.add(new NotificationEvent(++position, 0, type, json));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(TBase<?, ?> bean) {
    try {
      return new TSerializer(new TJSONProtocol.Factory()).toString(bean);
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String table(String name, String value) {
    var table = new Table();
    table.setDbName("d");
    table.setTableName(name);
    table.setParameters(Map.of("value", value));
    return text(table);
  }

  private void made(String name, String value) {
    event("CREATE_TABLE", Map.of("tableObjJson", table(name, value)));
  }

  private void changed(String name, String before, String after) {
    event(
        "ALTER_TABLE",
        Map.of("tableObjBeforeJson", table(name, before), "tableObjAfterJson", table(name, after)));
  }

  private void dropped(String name, String value) {
    event("DROP_TABLE", Map.of("tableObjJson", table(name, value)));
  }

  private void added(String table, Map<String, String> values) {
    var beans =
        values.entrySet().stream()
            .map(
                each -> {
                  var partition = new Partition();
                  partition.setDbName("d");
                  partition.setTableName(table);
                  partition.setValues(List.of(each.getKey()));
                  partition.setParameters(Map.of("value", each.getValue()));
                  return text(partition);
                })
            .toList();
    event("ADD_PARTITION", Map.of("partitionListJson", beans));
  }

  private static ExpectedWrite write(
      long begin, long end, Ending ending, Map<String, String> given) {
    return new ExpectedWrite(begin, end, ending, given, Set.of(), Set.of(), "write of " + given);
  }

  private static ExpectedWrite drop(long begin, long end, Ending ending, String object) {
    return new ExpectedWrite(
        begin, end, ending, Map.of(), Set.of(object), Set.of(), "drop of " + object);
  }

  private void isFine() {
    assertThat(findings.all()).isEmpty();
  }

  private void found(String words) {
    assertThat(findings.all()).singleElement().asString().contains(words);
  }

  @Test
  void aLogWithoutAGapIsFine() {
    made("t", "1");
    made("u", "2");
    check().checkPositions(10);
    isFine();
  }

  @Test
  void aGapIsFound() {
    made("t", "1");
    position++;
    made("u", "2");
    check().checkPositions(10);
    found("goes on with position 13 where 12 is due");
  }

  @Test
  void aDuplicateIsFound() {
    made("t", "1");
    position--;
    made("u", "2");
    check().checkPositions(10);
    found("goes on with position 11 where 12 is due");
  }

  @Test
  void anAcknowledgedWriteIsThereOnce() {
    made("t", "1");
    check().checkWrites(List.of(write(1, 2, Ending.DONE, Map.of("d.t", "1"))));
    isFine();
    check().checkWrites(List.of(write(1, 2, Ending.DONE, Map.of("d.t", "9"))));
    found("In the log at");
  }

  @Test
  void aWriteThatIsThereTwiceIsFound() {
    made("t", "1");
    changed("t", "1", "2");
    changed("t", "2", "2");
    check()
        .checkWrites(
            List.of(
                write(1, 2, Ending.DONE, Map.of("d.t", "1")),
                write(3, 4, Ending.UNKNOWN, Map.of("d.t", "2"))));
    found("[12, 13]");
  }

  @Test
  void aWriteThatWasRefusedAndIsThereIsFound() {
    made("t", "1");
    check().checkWrites(List.of(write(1, 2, Ending.REFUSED, Map.of("d.t", "1"))));
    found("[11]");
  }

  @Test
  void halfABatchIsFound() {
    made("t", "1");
    added("t", Map.of("a", "5"));
    check()
        .checkWrites(
            List.of(write(3, 4, Ending.UNKNOWN, Map.of("d.t/day=a", "5", "d.t/day=b", "5"))));
    found("In the log at");
  }

  @Test
  void aDropThatWasAcknowledgedAndIsNotThereIsFound() {
    made("t", "1");
    dropped("t", "1");
    check().checkWrites(List.of(drop(3, 4, Ending.DONE, "d.t"), drop(5, 6, Ending.UNKNOWN, "d.t")));
    isFine();
    check().checkWrites(List.of(drop(3, 4, Ending.DONE, "d.t"), drop(5, 6, Ending.DONE, "d.t")));
    found("REMOVED 1 times in the log, but 2 to 2 times");
  }

  @Test
  void positionsFollowTheOrderOfAcknowledgedWrites() {
    made("t", "1");
    made("u", "2");
    var first = write(1, 5, Ending.DONE, Map.of("d.u", "2"));
    check().checkWrites(List.of(first, write(4, 6, Ending.DONE, Map.of("d.t", "1"))));
    isFine();
    check().checkWrites(List.of(first, write(6, 7, Ending.DONE, Map.of("d.t", "1"))));
    found("At position 12");
  }

  private LogRead read(long begin, long after, Event... seen) {
    return new LogRead(1, "node", begin, begin + 1, after, List.of(seen), true);
  }

  private Event seen(int index) {
    var event = events.get(index);
    return new Event(event.getEventId(), LogCheck.fingerprint(event));
  }

  @Test
  void aReaderThatMissesAnAcknowledgedWriteIsFound() {
    made("t", "1");
    made("u", "2");
    var writes =
        List.of(
            write(1, 2, Ending.DONE, Map.of("d.t", "1")),
            write(3, 8, Ending.DONE, Map.of("d.u", "2")));
    check().checkReads(List.of(read(5, 10, seen(0)), read(6, 10, new Event(11, 0))), writes);
    isFine();
    check().checkReads(List.of(read(9, 10, seen(0))), writes);
    found("up to 11, when 12 was acknowledged");
  }

  @Test
  void aReaderThatSeesAGapOrAnotherEventIsFound() {
    made("t", "1");
    made("u", "2");
    check().checkReads(List.of(read(5, 10, seen(1))), List.of());
    found("where position 11 is due");
    check().checkReads(List.of(read(5, 10, new Event(11, 4711))), List.of());
    assertThat(findings.all()).hasSize(2);
  }

  @Test
  void whoReplaysTheLogGetsWhatStands() {
    made("t", "1");
    added("t", Map.of("a", "5"));
    changed("t", "1", "2");
    event(
        "ALTER_TABLE",
        Map.of("tableObjBeforeJson", table("t", "2"), "tableObjAfterJson", table("u", "3")));
    check()
        .checkEnd(
            Map.of(
                "d.t", Optional.empty(),
                "d.t/day=a", Optional.empty(),
                "d.u", Optional.of("3"),
                "d.u/day=a", Optional.of("5")));
    isFine();
    check().checkEnd(Map.of("d.u", Optional.of("2")));
    found("but the log leaves it with");
  }

  @Test
  void anEventThatDoesNotFitThoseBeforeItIsFound() {
    made("t", "1");
    changed("t", "7", "2");
    check().checkEnd(Map.of());
    found("does not fit itself: event 12");
  }
}
