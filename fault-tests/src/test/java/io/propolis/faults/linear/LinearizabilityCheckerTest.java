package io.propolis.faults.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.faults.catalog.CatalogCheck;
import io.propolis.faults.catalog.CatalogModel;
import io.propolis.faults.catalog.CatalogState;
import io.propolis.faults.catalog.Command;
import io.propolis.faults.catalog.Command.Alter;
import io.propolis.faults.catalog.Command.CompareAndSet;
import io.propolis.faults.catalog.Command.Create;
import io.propolis.faults.catalog.Command.CreateContainer;
import io.propolis.faults.catalog.Command.Drop;
import io.propolis.faults.catalog.Command.DropContainer;
import io.propolis.faults.catalog.Command.Get;
import io.propolis.faults.catalog.Command.Read;
import io.propolis.faults.catalog.Command.ReadNames;
import io.propolis.faults.catalog.Command.ReadStatistics;
import io.propolis.faults.catalog.Command.Rename;
import io.propolis.faults.catalog.Command.SetStatistics;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Reason;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Seen;
import io.propolis.faults.history.Outcome.Unknown;
import io.propolis.faults.linear.Verdict.Linearizable;
import io.propolis.faults.linear.Verdict.Undecided;
import io.propolis.faults.linear.Verdict.Violated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {
  private final List<Operation<Command>> history = new ArrayList<>();

  private void call(int begin, int end, Command command, Outcome outcome) {
    history.add(new Operation<>(history.size(), "node", begin, end, command, outcome));
  }

  private void done(int begin, int end, Command command) {
    call(begin, end, command, Outcome.OK);
  }

  private void lost(int begin, Command command) {
    call(begin, begin + 1, command, new Unknown("connection reset"));
  }

  private void seen(int begin, int end, Command command, Map<String, String> values) {
    call(begin, end, command, new Seen(values));
  }

  private void refused(int begin, int end, Command command, Reason reason) {
    call(begin, end, command, new Refused(reason));
  }

  private void isFine() {
    assertThat(CatalogCheck.check(CatalogState.EMPTY, history)).isInstanceOf(Linearizable.class);
  }

  private void isViolated() {
    assertThat(CatalogCheck.check(CatalogState.EMPTY, history)).isInstanceOf(Violated.class);
  }

  private static Command create(String value) {
    return new Create(Map.of("t", value));
  }

  private static Command alter(String value) {
    return new Alter(Map.of("t", value));
  }

  private static Command swap(String expected, String value) {
    return new CompareAndSet("t", expected, value);
  }

  private static final Command GET = new Get("t");
  private static final Command DROP = new Drop(Set.of("t"));

  private static Map<String, String> t(String value) {
    return Map.of("t", value);
  }

  @Test
  void readsMaySeeEitherOfTwoWritesAtOnceButAllInOneOrder() {
    done(0, 1, create("1"));
    done(2, 10, alter("2"));
    done(3, 9, alter("3"));
    seen(11, 12, GET, t("2"));
    seen(13, 14, GET, t("2"));
    isFine();
    seen(15, 16, GET, t("3"));
    isViolated();
  }

  @Test
  void aReadDuringAWriteMaySeeItAndThenNobodyMaySeeTheOldValue() {
    done(0, 1, create("1"));
    done(2, 10, alter("2"));
    seen(3, 4, GET, t("2"));
    isFine();
    seen(5, 6, GET, t("1"));
    isViolated();
  }

  @Test
  void aStaleReadIsFound() {
    done(0, 1, create("1"));
    done(2, 3, alter("2"));
    seen(4, 5, GET, t("1"));
    isViolated();
  }

  @Test
  void aLostUpdateIsFound() {
    done(0, 1, create("1"));
    done(2, 5, swap("1", "2"));
    done(3, 6, swap("1", "3"));
    isViolated();
  }

  @Test
  void ofTwoSwapsAtOnceOneIsRefused() {
    done(0, 1, create("1"));
    done(2, 5, swap("1", "2"));
    refused(3, 6, swap("1", "3"), Reason.CONFLICT);
    seen(7, 8, GET, t("2"));
    isFine();
  }

  @Test
  void aSwapThatIsRefusedWithoutAReasonIsFound() {
    done(0, 1, create("1"));
    refused(2, 3, swap("1", "2"), Reason.CONFLICT);
    isViolated();
  }

  @Test
  void whatWasDroppedDoesNotComeBack() {
    done(0, 1, create("1"));
    done(2, 3, DROP);
    refused(4, 5, GET, Reason.ABSENT);
    isFine();
    seen(6, 7, GET, t("1"));
    isViolated();
  }

  @Test
  void anAcknowledgedWriteThatIsGoneIsFound() {
    done(0, 1, create("1"));
    refused(2, 3, GET, Reason.ABSENT);
    isViolated();
  }

  @Test
  void aLostWriteMayTakeEffectLaterOrNever() {
    done(0, 1, create("1"));
    lost(2, alter("2"));
    seen(10, 11, GET, t("1"));
    seen(12, 13, GET, t("2"));
    isFine();
    history.remove(history.size() - 1);
    done(12, 13, alter("3"));
    seen(14, 15, GET, t("3"));
    isFine();
  }

  @Test
  void aLostWriteTakesEffectOnce() {
    done(0, 1, create("1"));
    lost(2, alter("2"));
    seen(10, 11, GET, t("2"));
    done(12, 13, alter("3"));
    seen(14, 15, GET, t("2"));
    isViolated();
  }

  @Test
  void aLostWriteTakesNoEffectBeforeItBegins() {
    done(0, 1, create("1"));
    seen(2, 3, GET, t("2"));
    lost(4, alter("2"));
    isViolated();
  }

  @Test
  void aServerThatRefusesItsOwnWriteHasMadeItTwice() {
    refused(0, 1, create("1"), Reason.EXISTS);
    isViolated();
  }

  @Test
  void nobodySeesHalfABatch() {
    var batch = Map.of("a", "1", "b", "2");
    done(0, 10, new Create(batch));
    seen(2, 3, new Read(Set.of("a", "b")), batch);
    isFine();
    history.remove(1);
    seen(2, 3, new Read(Set.of("a", "b")), Map.of("a", "1"));
    isViolated();
  }

  @Test
  void halfALostBatchIsFoundByReadsOfSingleKeys() {
    lost(0, new Create(Map.of("a", "1", "b", "2")));
    seen(10, 11, new Get("a"), Map.of("a", "1"));
    refused(12, 13, new Get("b"), Reason.ABSENT);
    isViolated();
  }

  @Test
  void aBatchIsRefusedAsAWhole() {
    done(0, 1, new Create(Map.of("a", "1")));
    refused(2, 3, new Create(Map.of("a", "2", "b", "2")), Reason.EXISTS);
    seen(4, 5, new ReadNames(), Map.of("a", ""));
    isFine();
  }

  @Test
  void renamingTakesTheValueAndTheStatisticsAlong() {
    done(0, 1, new Create(Map.of("a", "1")));
    done(2, 3, new SetStatistics(Map.of("a", "7")));
    done(4, 5, new Rename("a", "b", "2"));
    seen(6, 7, new ReadNames(), Map.of("b", ""));
    seen(6, 7, new Read(Set.of("a", "b")), Map.of("b", "2"));
    seen(6, 7, new ReadStatistics(Set.of("a", "b")), Map.of("b", "7"));
    isFine();
    seen(8, 9, new Read(Set.of("a", "b")), Map.of("a", "1", "b", "2"));
    isViolated();
  }

  @Test
  void statisticsGoWithTheirObject() {
    done(0, 1, new Create(Map.of("a", "1")));
    done(2, 3, new SetStatistics(Map.of("a", "7")));
    done(4, 5, new Drop(Set.of("a")));
    done(6, 7, new Create(Map.of("a", "2")));
    seen(8, 9, new ReadStatistics(Set.of("a")), Map.of("a", "7"));
    isViolated();
  }

  @Test
  void aTableThatIsMadeAnewHasNoOldPartitions() {
    done(0, 1, new Create(Map.of("a", "1")));
    done(2, 3, new DropContainer());
    refused(4, 5, new ReadNames(), Reason.ABSENT);
    done(6, 7, new CreateContainer());
    seen(8, 9, new ReadNames(), Map.of());
    isFine();
    seen(10, 11, new ReadNames(), Map.of("a", ""));
    isViolated();
  }

  @Test
  void anEmptyAnswerOfATableThatWasNeverEmptyIsFound() {
    done(0, 1, new Create(Map.of("a", "1")));
    done(2, 9, new DropContainer());
    seen(3, 4, new ReadNames(), Map.of());
    isViolated();
  }

  @Test
  void aSearchThatWouldNotEndSaysSo() {
    IntStream.range(0, 14).forEach(i -> done(i, 1_000, new Create(Map.of("k" + i, "1"))));
    seen(900, 901, new Read(Set.of("none")), Map.of("none", "1"));
    assertThat(LinearizabilityChecker.check(new CatalogModel(CatalogState.EMPTY), history, 1_000))
        .isInstanceOf(Undecided.class);
  }

  /** Histories that some order explains by construction, and the same with one answer changed. */
  @Test
  void whatWasMadeInOneOrderIsExplainedAndAForgedAnswerIsNot() {
    var random = new Random(20261129);
    for (int round = 0; round < 300; round++) {
      history.clear();
      var forged = generate(random);
      isFine();
      history.set(forged, forge(history.get(forged)));
      isViolated();
    }
  }

  /** Calls take effect one after the other at a time of their own, between begin and end. */
  private int generate(Random random) {
    var values = new TreeMap<String, String>();
    int forged = 0;
    for (int at = 10; at < 300; at += 2) {
      var key = "k" + random.nextInt(3);
      int begin = at - random.nextInt(8);
      int end = at + random.nextInt(8);
      var value = String.valueOf(at);
      switch (random.nextInt(9)) {
        case 0 -> {
          boolean stands = values.putIfAbsent(key, value) != null;
          var outcome = stands ? new Refused(Reason.EXISTS) : Outcome.OK;
          call(begin, end, new Create(Map.of(key, value)), outcome);
        }
        case 1 -> {
          boolean stands = values.replace(key, value) != null;
          var outcome = stands ? Outcome.OK : new Refused(Reason.ABSENT);
          call(begin, end, new Alter(Map.of(key, value)), outcome);
        }
        case 2 -> {
          boolean stands = values.remove(key) != null;
          var outcome = stands ? Outcome.OK : new Refused(Reason.ABSENT);
          call(begin, end, new Drop(Set.of(key)), outcome);
        }
        case 3 -> {
          boolean stands = random.nextBoolean() && values.replace(key, value) != null;
          var command = new Alter(Map.of(key, value));
          call(begin, end, command, new Unknown(stands ? "done" : "never done"));
        }
        default -> {
          forged = history.size();
          seen(begin, end, new Read(Set.of("k0", "k1", "k2")), new HashMap<>(values));
        }
      }
    }
    return forged;
  }

  private static Operation<Command> forge(Operation<Command> read) {
    return read.ended(new Seen(Map.of("k0", "nobody's")));
  }
}
