package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.thrift.api.WireStruct;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.AbortTxnRequest;
import org.apache.hadoop.hive.metastore.api.AbortTxnsRequest;
import org.apache.hadoop.hive.metastore.api.AddDynamicPartitions;
import org.apache.hadoop.hive.metastore.api.AllocateTableWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.CommitTxnKeyValue;
import org.apache.hadoop.hive.metastore.api.CommitTxnRequest;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.GetOpenTxnsRequest;
import org.apache.hadoop.hive.metastore.api.GetValidWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.HeartbeatRequest;
import org.apache.hadoop.hive.metastore.api.HeartbeatTxnRangeRequest;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.MaxAllocatedTableWriteIdRequest;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchTxnException;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;
import org.apache.hadoop.hive.metastore.api.NotificationEventRequest;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.ReplLastIdInfo;
import org.apache.hadoop.hive.metastore.api.ReplTblWriteIdStateRequest;
import org.apache.hadoop.hive.metastore.api.SeedTableWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.SeedTxnIdRequest;
import org.apache.hadoop.hive.metastore.api.ShowCompactRequest;
import org.apache.hadoop.hive.metastore.api.TableValidWriteIds;
import org.apache.hadoop.hive.metastore.api.TxnAbortedException;
import org.apache.hadoop.hive.metastore.api.TxnInfo;
import org.apache.hadoop.hive.metastore.api.TxnState;
import org.apache.hadoop.hive.metastore.api.TxnToWriteId;
import org.apache.hadoop.hive.metastore.api.TxnType;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions and write ids as Hive's clients use them. */
class TransactionsTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private List<Long> open(int count) throws TException {
    return client.open_txns(new OpenTxnRequest(count, "ann", "host")).getTxn_ids();
  }

  private long open(TxnType type) throws TException {
    var request = new OpenTxnRequest(1, "ann", "host");
    request.setTxn_type(type);
    return client.open_txns(request).getTxn_ids().get(0);
  }

  private void commit(long txn) throws TException {
    client.commit_txn(new CommitTxnRequest(txn));
  }

  private void abort(long txn) throws TException {
    client.abort_txn(new AbortTxnRequest(txn));
  }

  private void update(long txn, String table, String partition, DataOperationType operation)
      throws TException {
    var component = new LockComponent(LockType.SHARED_WRITE, LockLevel.TABLE, "sales");
    component.setTablename(table);
    component.setPartitionname(partition);
    component.setOperationType(operation);
    component.setIsTransactional(true);
    var request = new LockRequest(List.of(component), "ann", "host");
    request.setTxnid(txn);
    client.lock(request);
  }

  private List<TxnToWriteId> allocate(String table, Long... txns) throws TException {
    var request = new AllocateTableWriteIdsRequest("Sales", table);
    request.setTxnIds(List.of(txns));
    return client.allocate_table_write_ids(request).getTxnToWriteIds();
  }

  @Test
  void openAndAbortedTransactionsAreListedCommittedOnesAreNot() throws TException {
    var txns = open(4);
    assertThat(txns).containsExactly(1L, 2L, 3L, 4L);
    commit(1);
    abort(3);

    var listed = client.get_open_txns();
    assertThat(listed.getTxn_high_water_mark()).isEqualTo(4);
    assertThat(listed.getOpen_txns()).containsExactly(2L, 3L, 4L);
    assertThat(listed.getMin_open_txn()).isEqualTo(2);
    assertThat(BitSet.valueOf(listed.getAbortedBits()).stream()).containsExactly(1);

    var info = client.get_open_txns_info();
    assertThat(info.getTxn_high_water_mark()).isEqualTo(4);
    assertThat(info.getOpen_txns())
        .extracting(TxnInfo::getState)
        .containsExactly(TxnState.OPEN, TxnState.ABORTED, TxnState.OPEN);
    assertThat(info.getOpen_txns().get(0).getUser()).isEqualTo("ann");
    assertThat(info.getOpen_txns().get(0).getStartedTime()).isPositive();
  }

  @Test
  void transactionsThatOnlyReadAreListedOnRequest() throws TException {
    long reader = open(TxnType.READ_ONLY);
    long writer = open(TxnType.DEFAULT);
    assertThat(client.get_open_txns().getOpen_txns()).containsExactly(writer);
    assertThat(client.get_open_txns_req(new GetOpenTxnsRequest()).getOpen_txns())
        .containsExactly(reader, writer);
    var request = new GetOpenTxnsRequest();
    request.setExcludeTxnTypes(List.of(TxnType.DEFAULT));
    assertThat(client.get_open_txns_req(request).getOpen_txns()).containsExactly(reader);
  }

  @Test
  void endsAreRepeatedWithoutErrorAndNeverChangeSides() throws TException {
    var txns = open(2);
    commit(txns.get(0));
    commit(txns.get(0));
    abort(txns.get(1));
    abort(txns.get(1));
    assertThatThrownBy(() -> abort(txns.get(0))).isInstanceOf(NoSuchTxnException.class);
    assertThatThrownBy(() -> commit(txns.get(1)))
        .isInstanceOf(TxnAbortedException.class)
        .hasMessage("Transaction txnid:2 already aborted");
    assertThatThrownBy(() -> commit(99))
        .isInstanceOf(NoSuchTxnException.class)
        .hasMessage("No such transaction txnid:99");
    client.abort_txns(new AbortTxnsRequest(List.of(1L, 2L, 99L)));
  }

  @Test
  void ofTwoThatChangeTheSameTableTheFirstToCommitWins() throws TException {
    var txns = open(3);
    update(txns.get(0), "orders", null, DataOperationType.UPDATE);
    update(txns.get(1), "orders", null, DataOperationType.DELETE);
    update(txns.get(2), "orders", null, DataOperationType.INSERT);
    commit(txns.get(0));
    assertThat(client.get_latest_txnid_in_conflict(txns.get(1))).isEqualTo(txns.get(0));
    assertThatThrownBy(() -> commit(txns.get(1)))
        .isInstanceOf(TxnAbortedException.class)
        .hasMessage(
            "Aborting [txnid:2,3] due to a write conflict on sales/orders committed by [txnid:1,3] d/u");
    assertThatThrownBy(() -> commit(txns.get(1))).isInstanceOf(TxnAbortedException.class);
    commit(txns.get(2));

    long later = open(1).get(0);
    update(later, "orders", null, DataOperationType.UPDATE);
    assertThat(client.get_latest_txnid_in_conflict(later)).isEqualTo(-1);
    commit(later);
  }

  @Test
  void whoHasLockedExclusivelySaysSoAndCommits() throws TException {
    var txns = open(2);
    update(txns.get(0), "orders", null, DataOperationType.UPDATE);
    update(txns.get(1), "orders", null, DataOperationType.UPDATE);
    commit(txns.get(0));
    var request = new CommitTxnRequest(txns.get(1));
    request.setExclWriteEnabled(true);
    client.commit_txn(request);
  }

  @Test
  void changesOfDifferentPartitionsDoNotConflict() throws TException {
    var txns = open(3);
    for (var txn : txns) {
      update(txn, "orders", null, DataOperationType.UPDATE);
      var partitions =
          new AddDynamicPartitions(
              txn, txn, "sales", "Orders", List.of(txn == txns.get(1) ? "Day=2" : "day=1"));
      partitions.setOperationType(DataOperationType.UPDATE);
      client.add_dynamic_partitions(partitions);
    }
    commit(txns.get(0));
    commit(txns.get(1));
    assertThatThrownBy(() -> commit(txns.get(2)))
        .isInstanceOf(TxnAbortedException.class)
        .hasMessageContaining("sales/orders/day=1");
  }

  @Test
  void writeIdsAreAllocatedOnceForEachTransaction() throws TException {
    var txns = open(3);
    assertThat(allocate("Orders", txns.get(1), txns.get(0)))
        .containsExactly(new TxnToWriteId(1, 1), new TxnToWriteId(2, 2));
    assertThat(allocate("orders", txns.get(2), txns.get(0)))
        .containsExactly(new TxnToWriteId(1, 1), new TxnToWriteId(3, 3));
    assertThat(allocate("items", txns.get(2))).containsExactly(new TxnToWriteId(3, 1));
    assertThat(highest("orders")).isEqualTo(3);
    var again = new AllocateTableWriteIdsRequest("sales", "orders");
    again.setTxnIds(List.of(txns.get(0)));
    again.setReallocate(true);
    assertThat(client.allocate_table_write_ids(again).getTxnToWriteIds())
        .containsExactly(new TxnToWriteId(1, 4));

    abort(txns.get(1));
    assertThatThrownBy(() -> allocate("orders", txns.get(1)))
        .isInstanceOf(TxnAbortedException.class);
    assertThatThrownBy(() -> allocate("orders", 99L)).isInstanceOf(NoSuchTxnException.class);
    long reader = open(TxnType.READ_ONLY);
    assertThatThrownBy(() -> allocate("orders", reader)).isInstanceOf(MetaException.class);
  }

  private long highest(String table) throws TException {
    return client
        .get_max_allocated_table_write_id(new MaxAllocatedTableWriteIdRequest("sales", table))
        .getMaxWriteId();
  }

  private TableValidWriteIds valid(String validTxnList) throws TException {
    var request = new GetValidWriteIdsRequest(List.of("sales.orders"));
    request.setValidTxnList(validTxnList);
    return client.get_valid_write_ids(request).getTblValidWriteIds().get(0);
  }

  @Test
  void validWriteIdsFollowTheTransactions() throws TException {
    assertThat(valid(null).getWriteIdHighWaterMark()).isZero();
    var txns = open(5);
    allocate("orders", txns.get(0), txns.get(1), txns.get(2), txns.get(3));
    commit(1);
    abort(2);

    var now = valid(null);
    assertThat(now.getFullTableName()).isEqualTo("sales.orders");
    assertThat(now.getWriteIdHighWaterMark()).isEqualTo(4);
    assertThat(now.getInvalidWriteIds()).containsExactly(2L, 3L, 4L);
    assertThat(now.getMinOpenWriteId()).isEqualTo(3);
    assertThat(BitSet.valueOf(now.getAbortedBits()).stream()).containsExactly(0);

    var before = valid("3:2:2,3:");
    assertThat(before.getWriteIdHighWaterMark()).isEqualTo(3);
    assertThat(before.getInvalidWriteIds()).containsExactly(2L, 3L);
    assertThat(before.getMinOpenWriteId()).isEqualTo(2);

    var request = new GetValidWriteIdsRequest(List.of("sales.orders", "sales.items"));
    request.setWriteId(3);
    var own = client.get_valid_write_ids(request).getTblValidWriteIds();
    assertThat(own.get(0).getWriteIdHighWaterMark()).isEqualTo(3);
    assertThat(own.get(0).getInvalidWriteIds()).containsExactly(2L);
    assertThat(own.get(1).getWriteIdHighWaterMark()).isZero();
    request.setWriteId(77);
    assertThatThrownBy(() -> client.get_valid_write_ids(request)).isInstanceOf(MetaException.class);
    assertThatThrownBy(() -> valid("nonsense")).isInstanceOf(MetaException.class);
  }

  @Test
  void writeIdsFollowTheirTableAndGoWithIt() throws TException {
    client.create_database(Given.database("sales"));
    var table = Given.table("sales", "orders");
    table.putToParameters("transactional", "true");
    client.create_table(table);
    allocate("orders", open(1).get(0));
    var renamed = client.get_table_req(request("orders")).getTable();
    renamed.setTableName("sold");
    client.alter_table("sales", "orders", renamed);
    assertThat(highest("orders")).isZero();
    assertThat(highest("sold")).isEqualTo(1);
    client.drop_table("sales", "sold", true);
    assertThat(highest("sold")).isZero();
  }

  private static org.apache.hadoop.hive.metastore.api.GetTableRequest request(String table) {
    return new org.apache.hadoop.hive.metastore.api.GetTableRequest("sales", table);
  }

  @Test
  void idsAreSeededForwardOnly() throws TException {
    client.seed_txn_id(new SeedTxnIdRequest(100));
    assertThat(open(1)).containsExactly(100L);
    assertThatThrownBy(() -> client.seed_txn_id(new SeedTxnIdRequest(50)))
        .isInstanceOf(MetaException.class)
        .hasMessage("Invalid txnId seed 50, the highWaterMark is 100");
    client.seed_write_id(new SeedTableWriteIdsRequest("sales", "orders", 7));
    assertThat(allocate("orders", 100L)).containsExactly(new TxnToWriteId(100, 8));
    assertThatThrownBy(
            () -> client.seed_write_id(new SeedTableWriteIdsRequest("sales", "orders", 9)))
        .isInstanceOf(MetaException.class);
    client.add_write_ids_to_min_history(100, Map.of("sales.orders", 3L));
  }

  @Test
  void heartbeatsTellWhatIsGone() throws TException {
    var txns = open(4);
    commit(2);
    abort(3);
    var answer = client.heartbeat_txn_range(new HeartbeatTxnRangeRequest(1, 5));
    assertThat(answer.getAborted()).containsExactly(3L);
    assertThat(answer.getNosuch()).containsExactlyInAnyOrder(2L, 5L);
    var beat = new HeartbeatRequest();
    beat.setTxnid(txns.get(3));
    client.heartbeat(beat);
    beat.setTxnid(3);
    assertThatThrownBy(() -> client.heartbeat(beat)).isInstanceOf(TxnAbortedException.class);
    beat.setTxnid(2);
    assertThatThrownBy(() -> client.heartbeat(beat)).isInstanceOf(NoSuchTxnException.class);
  }

  @Test
  void transactionsAndWriteIdsAreEvents() throws TException {
    long before = client.get_current_notificationEventId().getEventId();
    var txns = open(2);
    allocate("orders", txns.get(0));
    commit(txns.get(0));
    abort(txns.get(1));
    commit(open(TxnType.READ_ONLY));
    var events = client.get_next_notification(new NotificationEventRequest(before)).getEvents();
    assertThat(events)
        .extracting(NotificationEvent::getEventType)
        .containsExactly("OPEN_TXN", "ALLOC_WRITE_ID_EVENT", "COMMIT_TXN", "ABORT_TXN");
    assertThat(events.get(1).getDbName()).isEqualTo("sales");
    assertThat(events.get(1).getTableName()).isEqualTo("orders");
  }

  @Test
  void aCommitSetsAParameterOfATable() throws TException {
    client.create_database(Given.database("sales"));
    var table = Given.table("sales", "orders");
    table.putToParameters("_meta_epoch", "1");
    client.create_table(table);
    long id = client.get_table_req(request("orders")).getTable().getId();
    long txn = open(1).get(0);
    var commit = new CommitTxnRequest(txn);
    commit.setKeyValue(new CommitTxnKeyValue(id, "_other", "2"));
    assertThatThrownBy(() -> client.commit_txn(commit)).isInstanceOf(TException.class);
    commit.setKeyValue(new CommitTxnKeyValue(id, "_meta_epoch", "2"));
    client.commit_txn(commit);
    assertThat(client.get_table_req(request("orders")).getTable().getParameters())
        .containsEntry("_meta_epoch", "2");
  }

  private OpenTxnRequest replay(long... sources) {
    var request = new OpenTxnRequest(sources.length, "ann", "host");
    request.setReplPolicy("sales.*");
    for (long source : sources) {
      request.addToReplSrcTxnIds(source);
    }
    request.setTxn_type(TxnType.REPL_CREATED);
    return request;
  }

  @Test
  void aTransactionOfAnotherWarehouseIsReplayedOnce() throws TException {
    client.create_database(Given.database("sales"));
    open(1);
    var targets = client.open_txns(replay(71, 72)).getTxn_ids();
    assertThat(targets).containsExactly(2L, 3L);
    assertThat(client.open_txns(replay(71, 72)).getTxn_ids()).isEqualTo(targets);
    var result = (WireStruct) client.call("get_replayed_txns_for_policy", "sales.*");
    assertThat(result.get("replTxnMapEntry")).isEqualTo(Map.of("71", "2", "72", "3"));

    var allocation = new AllocateTableWriteIdsRequest("sales", "orders");
    allocation.setReplPolicy("sales.*");
    allocation.setSrcTxnToWriteIdList(List.of(new TxnToWriteId(71, 11)));
    assertThat(client.allocate_table_write_ids(allocation).getTxnToWriteIds())
        .containsExactly(new TxnToWriteId(2, 11));

    var commit = new CommitTxnRequest(71);
    commit.setReplPolicy("sales.*");
    commit.setTxn_type(TxnType.REPL_CREATED);
    var upTo = new ReplLastIdInfo("sales", 4711);
    commit.setReplLastIdInfo(upTo);
    client.commit_txn(commit);
    client.commit_txn(commit);
    assertThat(client.get_database("sales").getParameters()).containsEntry("repl.last.id", "4711");
    var oldStyle = new AbortTxnRequest(72);
    oldStyle.setReplPolicy("sales.*");
    client.abort_txn(oldStyle);
    assertThat(client.get_open_txns().getOpen_txns()).containsExactly(1L, 3L);
    assertThat(client.allocate_table_write_ids(allocation).getTxnToWriteIds()).isEmpty();
  }

  @Test
  void aTableOfAnotherWarehouseBringsItsAbortedWriteIds() throws TException {
    var state =
        new ReplTblWriteIdStateRequest("sales.orders:9:4:4:2,7", "ann", "host", "sales", "orders");
    client.repl_tbl_writeid_state(state);
    client.repl_tbl_writeid_state(state);
    assertThat(highest("orders")).isEqualTo(9);
    var valid = valid(null);
    assertThat(valid.getInvalidWriteIds()).containsExactly(2L, 7L);
    assertThat(BitSet.valueOf(valid.getAbortedBits()).stream()).containsExactly(0, 1);
    assertThat(client.show_compact(new ShowCompactRequest()).getCompacts())
        .singleElement()
        .satisfies(each -> assertThat(each.getTablename()).isEqualTo("orders"));
  }

  @Test
  void openTransactionsAreReadByOldClientsAsASet() throws TException {
    open(2);
    assertThat(OldClient.openTxns(client)).isEqualTo(Set.of(1L, 2L));
  }

  @Test
  void dynamicPartitionsOfOldClientsAreUnderstood() throws TException {
    var txns = open(2);
    for (var txn : txns) {
      OldClient.addDynamicPartitions(client, txn, "sales", "orders", List.of("day=1"));
    }
    commit(txns.get(0));
    assertThatThrownBy(() -> commit(txns.get(1)))
        .isInstanceOf(TxnAbortedException.class)
        .hasMessageContaining("sales/orders/day=1");
  }
}
