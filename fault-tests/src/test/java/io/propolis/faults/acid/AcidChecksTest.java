package io.propolis.faults.acid;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.faults.acid.Transactions.Numbered;
import io.propolis.faults.client.Findings;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Reason;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Unknown;
import io.propolis.faults.linear.LinearizabilityChecker;
import io.propolis.faults.linear.Verdict.Linearizable;
import io.propolis.faults.linear.Verdict.Violated;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcidChecksTest {
  private final Findings findings = new Findings();

  @Test
  void aLockThatTwoClientsAreSureOfIsFound() {
    var first = new LockHold(1, "t", 1, 10, 20);
    Locks.check(
        List.of(first, new LockHold(2, "t", 2, 20, 30), new LockHold(3, "u", 3, 15, 25)), findings);
    assertThat(findings.all()).isEmpty();
    Locks.check(List.of(first, new LockHold(2, "t", 2, 19, 30)), findings);
    assertThat(findings.all()).singleElement().asString().contains("held twice");
  }

  @Test
  void aNumberThatIsGivenTwiceIsFound() {
    var first = new Numbered(5, 1, 10, 20);
    Transactions.checkNumbers("write id", List.of(first, new Numbered(5, 1, 30, 40)), findings);
    assertThat(findings.all()).isEmpty();
    Transactions.checkNumbers("write id", List.of(first, new Numbered(5, 2, 12, 40)), findings);
    assertThat(findings.all()).singleElement().asString().contains("5 was given twice");
  }

  @Test
  void aNumberThatIsLowerThanAKnownOneIsFound() {
    var high = new Numbered(5, 1, 10, 20);
    Transactions.checkNumbers("id", List.of(high, new Numbered(4, 2, 19, 40)), findings);
    assertThat(findings.all()).isEmpty();
    Transactions.checkNumbers("id", List.of(high, new Numbered(4, 2, 21, 40)), findings);
    assertThat(findings.all()).singleElement().asString().contains("4 was given after 5");
  }

  private static Operation<TxnModel.Call> call(
      long begin, long end, TxnModel.Call call, Outcome outcome) {
    return new Operation<>(1, "node", begin, end, call, outcome);
  }

  private static Operation<TxnModel.Call> read(long begin, long end, String state) {
    return call(begin, end, TxnModel.Call.read(state), Outcome.OK);
  }

  private static boolean isFine(List<Operation<TxnModel.Call>> history) {
    var verdict = LinearizabilityChecker.check(new TxnModel(), history, 1_000);
    assertThat(verdict).isInstanceOfAny(Linearizable.class, Violated.class);
    return verdict instanceof Linearizable;
  }

  @Test
  void aCommittedTransactionIsNotOpenAnyMore() {
    var commit = call(5, 10, TxnModel.Call.COMMIT, Outcome.OK);
    assertThat(isFine(List.of(read(1, 2, "OPEN"), commit, read(11, 12, TxnModel.GONE)))).isTrue();
    assertThat(isFine(List.of(commit, read(11, 12, "OPEN")))).isFalse();
    assertThat(isFine(List.of(commit, read(11, 12, "ABORTED")))).isFalse();
  }

  @Test
  void aTransactionOfALivingClientIsNotAborted() {
    var refused = call(5, 6, TxnModel.Call.COMMIT, new Refused(Reason.CONFLICT));
    assertThat(isFine(List.of(refused))).isFalse();
    var expiry = call(4, 4, TxnModel.Call.EXPIRE, new Unknown("time"));
    assertThat(isFine(List.of(refused, expiry))).isTrue();
  }
}
