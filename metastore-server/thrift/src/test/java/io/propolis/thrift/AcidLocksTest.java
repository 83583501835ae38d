package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.AbortTxnRequest;
import org.apache.hadoop.hive.metastore.api.CheckLockRequest;
import org.apache.hadoop.hive.metastore.api.CommitTxnRequest;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.HeartbeatRequest;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.NoSuchLockException;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.ShowLocksResponseElement;
import org.apache.hadoop.hive.metastore.api.TxnAbortedException;
import org.apache.hadoop.hive.metastore.api.TxnOpenException;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Locks of transactions. */
class AcidLocksTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private long open() throws TException {
    return client.open_txns(new OpenTxnRequest(1, "ann", "host")).getTxn_ids().get(0);
  }

  private static LockComponent on(LockType type, String table, String partition) {
    var level =
        table == null ? LockLevel.DB : partition == null ? LockLevel.TABLE : LockLevel.PARTITION;
    var component = new LockComponent(type, level, "Sales");
    component.setTablename(table);
    component.setPartitionname(partition);
    component.setOperationType(
        type == LockType.SHARED_READ ? DataOperationType.SELECT : DataOperationType.UPDATE);
    component.setIsTransactional(true);
    return component;
  }

  private static LockRequest request(long txn, LockComponent... components) {
    var request = new LockRequest(List.of(components), "ann", "host");
    request.setTxnid(txn);
    request.setAgentInfo("query-1");
    return request;
  }

  private LockState state(long txn, LockComponent component) throws TException {
    return client.lock(request(txn, component)).getState();
  }

  @Test
  void writersShareATableUnlessOneWantsItAlone() throws TException {
    assertThat(state(open(), on(LockType.SHARED_WRITE, "t", null))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.SHARED_WRITE, "t", "d=1"))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.SHARED_READ, "t", null))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.EXCL_WRITE, "t", null))).isEqualTo(LockState.WAITING);
    assertThat(state(open(), on(LockType.EXCL_WRITE, "u", null))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.SHARED_READ, "u", null))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.SHARED_WRITE, "u", null))).isEqualTo(LockState.WAITING);
  }

  /** Hive 4's table of lock types. */
  @Test
  void everyTypeBlocksThoseThatHiveSays() throws TException {
    var blocked =
        Map.of(
            LockType.SHARED_READ, Set.of(LockType.EXCLUSIVE),
            LockType.SHARED_WRITE, Set.of(LockType.EXCL_WRITE, LockType.EXCLUSIVE),
            LockType.EXCL_WRITE,
                Set.of(LockType.SHARED_WRITE, LockType.EXCL_WRITE, LockType.EXCLUSIVE),
            LockType.EXCLUSIVE, Set.of(LockType.values()));
    for (var held : LockType.values()) {
      for (var wanted : LockType.values()) {
        var place = (held + "_" + wanted).toLowerCase(Locale.ROOT);
        var expected = blocked.get(held).contains(wanted) ? LockState.WAITING : LockState.ACQUIRED;
        assertThat(state(open(), on(held, place, null))).isEqualTo(LockState.ACQUIRED);
        assertThat(state(open(), on(wanted, place, null))).as(place).isEqualTo(expected);

        var partition = place + "_partition";
        assertThat(state(open(), on(held, partition, "d=1"))).isEqualTo(LockState.ACQUIRED);
        assertThat(state(open(), on(wanted, partition, "d=2"))).isEqualTo(LockState.ACQUIRED);
        assertThat(state(open(), on(held, partition + "ed", null))).isEqualTo(LockState.ACQUIRED);
        assertThat(state(open(), on(wanted, partition + "ed", "d=1")))
            .as(place)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void aDatabaseIsKeptFromBeingDroppedWhileItsTablesAre() throws TException {
    assertThat(state(open(), on(LockType.SHARED_READ, null, null))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.EXCLUSIVE, "t", null))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.SHARED_READ, null, null))).isEqualTo(LockState.ACQUIRED);
    assertThat(state(open(), on(LockType.EXCLUSIVE, null, null))).isEqualTo(LockState.WAITING);
    assertThat(state(open(), on(LockType.SHARED_READ, "u", null))).isEqualTo(LockState.WAITING);
  }

  @Test
  void aLockOfATransactionGoesWithIt() throws TException {
    long txn = open();
    var lock = client.lock(request(txn, on(LockType.EXCLUSIVE, "t", null)));
    var again = client.lock(request(txn, on(LockType.EXCLUSIVE, "t", null)));
    assertThat(again.getState()).isEqualTo(LockState.ACQUIRED);
    assertThatThrownBy(() -> client.unlock(new UnlockRequest(lock.getLockid())))
        .isInstanceOf(TxnOpenException.class);
    var waiting = client.lock(request(open(), on(LockType.EXCLUSIVE, "t", null)));
    client.commit_txn(new CommitTxnRequest(txn));
    assertThat(client.check_lock(new CheckLockRequest(waiting.getLockid())).getState())
        .isEqualTo(LockState.ACQUIRED);
    assertThatThrownBy(() -> client.check_lock(new CheckLockRequest(lock.getLockid())))
        .isInstanceOf(NoSuchLockException.class);
    assertThatThrownBy(() -> client.lock(request(4711, on(LockType.EXCLUSIVE, "t", null))))
        .hasMessageContaining("No such transaction txnid:4711");
  }

  @Test
  void aLockAndItsTransactionGiveASignOfLifeTogether() throws TException {
    long txn = open();
    var lock = client.lock(request(txn, on(LockType.EXCLUSIVE, "t", null)));
    var beat = new HeartbeatRequest();
    beat.setTxnid(txn);
    beat.setLockid(lock.getLockid());
    client.heartbeat(beat);
    beat.setTxnid(0);
    client.heartbeat(beat);
    client.abort_txn(new AbortTxnRequest(txn));
    assertThatThrownBy(() -> client.heartbeat(beat)).isInstanceOf(NoSuchLockException.class);
    beat.setTxnid(txn);
    assertThatThrownBy(() -> client.heartbeat(beat)).isInstanceOf(TxnAbortedException.class);
  }

  @Test
  void anAbortedTransactionGetsNoLock() throws TException {
    long txn = open();
    client.abort_txn(new AbortTxnRequest(txn));
    assertThatThrownBy(() -> client.lock(request(txn, on(LockType.EXCLUSIVE, "t", null))))
        .isInstanceOf(TxnAbortedException.class);
  }

  @Test
  void whoDoesNotWaitToReadIsToldSo() throws TException {
    var held = client.lock(request(open(), on(LockType.EXCLUSIVE, "t", null)));
    var read = request(open(), on(LockType.SHARED_READ, "t", null));
    read.setZeroWaitReadEnabled(true);
    var refused = client.lock(read);
    assertThat(refused.getState()).isEqualTo(LockState.NOT_ACQUIRED);
    assertThat(refused.getErrorMessage())
        .startsWith("Unable to acquire read lock due to an existing exclusive lock")
        .contains(Long.toString(held.getLockid()));
    var write = request(open(), on(LockType.SHARED_WRITE, "t", null));
    write.setZeroWaitReadEnabled(true);
    assertThat(client.lock(write).getState()).isEqualTo(LockState.WAITING);
    var create = request(open(), on(LockType.EXCL_WRITE, "t", null));
    create.setExclusiveCTAS(true);
    assertThat(client.lock(create).getState()).isEqualTo(LockState.NOT_ACQUIRED);
    assertThat(client.show_locks(new ShowLocksRequest()).getLocks()).hasSize(2);
  }

  @Test
  void locksAreShownWithWhatBlocksThem() throws TException {
    long txn = open();
    var first =
        client.lock(
            request(
                txn, on(LockType.SHARED_READ, "a", null), on(LockType.EXCLUSIVE, "t", "Day=1")));
    var second =
        client.lock(
            request(0, on(LockType.SHARED_READ, "b", null), on(LockType.SHARED_READ, "t", null)));
    var request = new ShowLocksRequest();
    request.setDbname("SALES");
    request.setTablename("T");
    var shown = client.show_locks(request).getLocks();
    assertThat(shown)
        .extracting(ShowLocksResponseElement::getLockid)
        .containsExactly(first.getLockid(), second.getLockid());
    var held = shown.get(0);
    assertThat(held.getTxnid()).isEqualTo(txn);
    assertThat(held.getPartname()).isEqualTo("day=1");
    assertThat(held.getLockIdInternal()).isEqualTo(2);
    assertThat(held.getLastheartbeat()).isZero();
    assertThat(held.getAcquiredat()).isPositive();
    assertThat(held.getType()).isEqualTo(LockType.EXCLUSIVE);
    assertThat(held.getUser()).isEqualTo("ann");
    assertThat(held.getHostname()).isEqualTo("host");
    var waiting = shown.get(1);
    assertThat(waiting.getState()).isEqualTo(LockState.WAITING);
    assertThat(waiting.isSetAcquiredat()).isFalse();
    assertThat(waiting.getLastheartbeat()).isPositive();
    assertThat(waiting.getBlockedByExtId()).isEqualTo(first.getLockid());
    assertThat(waiting.getBlockedByIntId()).isEqualTo(2);

    request.setPartname("day=1");
    assertThat(client.show_locks(request).getLocks()).hasSize(1);
    var ofTxn = new ShowLocksRequest();
    ofTxn.setTxnid(txn);
    assertThat(client.show_locks(ofTxn).getLocks()).hasSize(2);
  }
}
