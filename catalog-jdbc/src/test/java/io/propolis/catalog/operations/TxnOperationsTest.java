package io.propolis.catalog.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.LockOperations.Patience;
import io.propolis.catalog.LockOperations.Request;
import io.propolis.catalog.LockOperations.Written;
import io.propolis.catalog.TxnCommit;
import io.propolis.catalog.TxnOperations;
import io.propolis.catalog.TxnOperations.Opening;
import io.propolis.catalog.TxnOperations.Replay;
import io.propolis.catalog.WriteIdOperations.Existing;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.Lock.Mode;
import io.propolis.catalog.model.Lock.State;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of transactions and their locks when time goes by. */
class TxnOperationsTest {
  private static final TableName ORDERS = TableName.of("sales", "orders");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
  }

  @AfterEach
  void close() {
    given.close();
  }

  private TxnOperations txns() {
    return given.session().txns();
  }

  private long open(Txn.Kind kind, @Nullable Replay replay) {
    return txns().open(new Opening(1, kind, "ada", "host", null, replay, true)).get(0);
  }

  private long openOne() {
    return open(Txn.Kind.DEFAULT, null);
  }

  private Lock exclusive(long txn) {
    return given
        .session()
        .locks()
        .request(
            new Request(
                new Lock(
                    0,
                    txn,
                    State.WAITING,
                    List.of(new Lock.Component(1, Mode.EXCLUSIVE, "sales", "orders", null, null)),
                    "ada",
                    "host",
                    "agent",
                    null,
                    0,
                    null),
                Patience.WAIT,
                txn == 0
                    ? List.of()
                    : List.of(new Written("sales", "orders", null, Operation.UPDATE))))
        .lock();
  }

  private void pass(Duration duration) {
    given.clock.pass(duration);
  }

  private void almostTimeOut() {
    pass(CatalogSettings.DEFAULT_LOCK_TIMEOUT.minusSeconds(1));
  }

  @Test
  void theTransactionOfADeadClientIsAbortedAndItsLocksAreFree() {
    long dead = openOne();
    var held = exclusive(dead);
    long living = openOne();
    var waiting = exclusive(living);
    assertThat(held.state()).isEqualTo(State.ACQUIRED);
    assertThat(waiting.state()).isEqualTo(State.WAITING);
    almostTimeOut();
    txns().heartbeat(living);
    pass(Duration.ofSeconds(2));

    assertThat(given.session().locks().all()).extracting(Lock::id).containsExactly(waiting.id());
    assertThat(given.session().locks().check(waiting.id()).state()).isEqualTo(State.ACQUIRED);
    assertThat(txns().unfinished().unfinished())
        .extracting(Txn::state)
        .containsExactly(Txn.State.ABORTED, Txn.State.OPEN);
    assertThatThrownBy(() -> txns().commit(TxnCommit.Request.of(dead)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("already aborted");
    txns().commit(TxnCommit.Request.of(living));
  }

  @Test
  void theFirstToLookFindsTheDeadAborted() {
    long dead = openOne();
    pass(CatalogSettings.DEFAULT_LOCK_TIMEOUT);
    assertThat(txns().unfinished().unfinished())
        .singleElement()
        .satisfies(
            txn -> {
              assertThat(txn.state()).isEqualTo(Txn.State.ABORTED);
              assertThat(txn.cause()).isEqualTo("timed out");
            });
    assertThat(given.session().changes().after(0, 100))
        .filteredOn(change -> change.kind() == ChangeKind.ABORT_TXN)
        .extracting(change -> change.details().get(Change.TXNS))
        .containsExactly(Long.toString(dead));
  }

  @Test
  void noSignOfLifeBringsTheDeadBack() {
    long dead = openOne();
    pass(CatalogSettings.DEFAULT_LOCK_TIMEOUT);
    assertThatThrownBy(() -> txns().heartbeat(dead)).hasMessageContaining("already aborted");
    assertThat(txns().heartbeat(dead, dead).aborted()).containsExactly(dead);
    assertThatThrownBy(() -> exclusive(dead)).hasMessageContaining("already aborted");
    assertThatThrownBy(
            () -> given.session().writeIds().allocate(ORDERS, List.of(dead), Existing.KEPT))
        .hasMessageContaining("already aborted");
  }

  @Test
  void aReplayedTransactionMayPauseForDays() {
    given.database("sales");
    long replayed = open(Txn.Kind.REPL_CREATED, new Replay("sales.*", List.of(7L)));
    pass(Duration.ofDays(10));
    txns().tidy();
    txns().heartbeat(replayed);
    pass(Duration.ofDays(11));
    txns().tidy();
    assertThatThrownBy(() -> txns().heartbeat(replayed)).isInstanceOf(CatalogException.class);
    assertThat(txns().replayed("sales.*")).isEmpty();
    assertThat(given.session().databases().require(DatabaseName.of("sales")).parameters())
        .containsEntry("repl.incompatible", "true");
  }

  @Test
  void tidyingForgetsWhatNobodyNeedsAndNothingElse() {
    long committed = openOne();
    long aborted = openOne();
    long dirty = openOne();
    given.session().writeIds().allocate(ORDERS, List.of(committed, dirty), Existing.KEPT);
    txns().commit(TxnCommit.Request.of(committed));
    txns().abortAll(List.of(aborted, dirty), null);
    pass(Duration.ofDays(1));
    txns().tidy();
    assertThat(txns().unfinished().unfinished()).extracting(Txn::id).containsExactly(dirty);
    var visible = given.session().writeIds().visible(List.of(ORDERS), null).get(0);
    assertThat(visible.highWaterMark()).isEqualTo(2);
    assertThat(visible.invalid()).containsExactly(2L);
    assertThat(visible.aborted()).containsExactly(2L);
  }

  @Test
  void whoLostTheAnswerToHisCommitMayAskAgainForADay() {
    long committed = openOne();
    txns().commit(TxnCommit.Request.of(committed));
    txns().tidy();
    txns().commit(TxnCommit.Request.of(committed));
    pass(Duration.ofDays(1));
    txns().tidy();
    assertThatThrownBy(() -> txns().commit(TxnCommit.Request.of(committed)))
        .hasMessageContaining("No such transaction");
  }

  @Test
  void theLockOfATransactionGoesWithItAndNotBefore() {
    long txn = openOne();
    var lock = exclusive(txn);
    assertThatThrownBy(() -> given.session().locks().release(lock.id()))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("txnid:" + txn);
    var waiting = exclusive(openOne());
    given.session().locks().release(waiting.id());
    txns().commit(TxnCommit.Request.of(txn));
    assertThat(given.session().locks().all()).isEmpty();
  }

  @Test
  void anAbortedTransactionIsForgottenOnceWhatItLeftIsCleaned() {
    long txn = openOne();
    given.session().writeIds().allocate(ORDERS, List.of(txn), Existing.KEPT);
    txns().abortAll(List.of(txn), null);
    pass(Duration.ofDays(1));
    txns().tidy();
    assertThat(txns().unfinished().unfinished()).extracting(Txn::id).containsExactly(txn);

    var compactions = given.session().compactions();
    var request =
        new Compaction.Request(
            "sales",
            "orders",
            null,
            Compaction.Kind.MAJOR,
            null,
            Map.of(),
            null,
            null,
            null,
            0,
            null);
    compactions.cleaned(compactions.submitForCleanup(request, 1, txn).id(), 1L);
    txns().tidy();
    assertThat(txns().unfinished().unfinished()).isEmpty();
    var visible = given.session().writeIds().visible(List.of(ORDERS), null).get(0);
    assertThat(visible.highWaterMark()).isEqualTo(1);
    assertThat(visible.invalid()).isEmpty();
  }

  /** The second one asks for what it was not told that it has. */
  @Test
  void aWriteIdThatATransactionHasIsToldAgain() {
    long txn = openOne();
    var first = given.session().writeIds().allocate(ORDERS, List.of(txn), Existing.KEPT);

    assertThat(first).hasSize(1);
    assertThat(given.session().writeIds().allocate(ORDERS, List.of(txn), Existing.KEPT))
        .isEqualTo(first);
  }
}
