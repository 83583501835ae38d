package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.AbortCompactionRequest;
import org.apache.hadoop.hive.metastore.api.AllocateTableWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.CommitTxnRequest;
import org.apache.hadoop.hive.metastore.api.CompactionInfoStruct;
import org.apache.hadoop.hive.metastore.api.CompactionMetricsDataRequest;
import org.apache.hadoop.hive.metastore.api.CompactionMetricsDataStruct;
import org.apache.hadoop.hive.metastore.api.CompactionMetricsMetricType;
import org.apache.hadoop.hive.metastore.api.CompactionRequest;
import org.apache.hadoop.hive.metastore.api.CompactionType;
import org.apache.hadoop.hive.metastore.api.CreationMetadata;
import org.apache.hadoop.hive.metastore.api.FindNextCompactRequest;
import org.apache.hadoop.hive.metastore.api.GetLatestCommittedCompactionInfoRequest;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetValidWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.ShowCompactRequest;
import org.apache.hadoop.hive.metastore.api.ShowCompactResponseElement;
import org.apache.hadoop.hive.metastore.api.SourceTable;
import org.apache.hadoop.hive.metastore.api.TxnType;
import org.apache.hadoop.hive.metastore.api.UpdateTransactionalStatsRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The compaction queue as Hive's shell and workers use it, and materialized views. */
class CompactionQueueTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private static CompactionRequest major(String table, String partition) {
    var request = new CompactionRequest("Sales", table, CompactionType.MAJOR);
    request.setPartitionname(partition);
    return request;
  }

  private long enqueue(CompactionRequest request) throws TException {
    var response = client.compact2(request);
    assertThat(response.isAccepted()).isTrue();
    assertThat(response.getState()).isEqualTo("initiated");
    return response.getId();
  }

  private CompactionInfoStruct next() throws TException {
    return client.find_next_compact("worker-1").getCi();
  }

  private ShowCompactResponseElement shown(long id) throws TException {
    var request = new ShowCompactRequest();
    request.setId(id);
    return client.show_compact(request).getCompacts().get(0);
  }

  private long open(TxnType type) throws TException {
    var request = new OpenTxnRequest(1, "ann", "host");
    request.setTxn_type(type);
    return client.open_txns(request).getTxn_ids().get(0);
  }

  @Test
  void aCompactionDoneOutsideTheQueueIsHandedToTheCleaner() throws TException {
    var txn = open(TxnType.COMPACTION);
    var request = major("orders", null);
    request.setType(CompactionType.REBALANCE);

    assertThat(client.submit_for_cleanup(request, 1, txn)).isTrue();
    assertThat(client.show_compact(new ShowCompactRequest()).getCompacts())
        .singleElement()
        .satisfies(
            shown -> {
              assertThat(shown.getState()).isEqualTo("ready for cleaning");
              assertThat(shown.getDbname()).isEqualTo("sales");
            });
  }

  @Test
  void aCompactionGoesThroughAllItsStates() throws TException {
    var request = major("Orders", "Day=1");
    request.setRunas("hive");
    request.setProperties(Map.of("compactor.x", "1"));
    long id = enqueue(request);
    assertThat(client.compact2(major("orders", "day=1")))
        .satisfies(
            refused -> {
              assertThat(refused.isAccepted()).isFalse();
              assertThat(refused.getState()).isEqualTo("refused");
              assertThat(refused.getErrormessage())
                  .isEqualTo("Compaction is already scheduled with state='initiated' and id=" + id);
            });

    var info = next();
    assertThat(info.getId()).isEqualTo(id);
    assertThat(info.getDbname()).isEqualTo("sales");
    assertThat(info.getPartitionname()).isEqualTo("day=1");
    assertThat(info.getRunas()).isEqualTo("hive");
    assertThat(info.getProperties()).isEqualTo("1:11:compactor.x1:1");
    assertThat(info.getState()).isEqualTo("w");
    assertThat(next()).isNull();
    assertThat(shown(id).getWorkerid()).isEqualTo("worker-1");
    assertThat(shown(id).getState()).isEqualTo("working");

    long txn = open(TxnType.COMPACTION);
    info.setHighestWriteId(4);
    client.update_compactor_state(info, txn);
    client.set_hadoop_jobid("job-1", id);
    client.commit_txn(new CommitTxnRequest(txn));
    client.mark_compacted(info);
    assertThat(shown(id))
        .satisfies(
            element -> {
              assertThat(element.getState()).isEqualTo("ready for cleaning");
              assertThat(element.getWorkerid()).isNull();
              assertThat(element.getHadoopJobId()).isEqualTo("job-1");
              assertThat(element.getTxnId()).isEqualTo(txn);
              assertThat(element.getNextTxnId()).isEqualTo(txn);
              assertThat(element.getCommitTime()).isPositive();
              assertThat(element.getHightestWriteId()).isEqualTo(4);
            });
    var latest = new GetLatestCommittedCompactionInfoRequest("sales", "orders");
    latest.setPartitionnames(List.of("day=1"));
    assertThat(client.get_latest_committed_compaction_info(latest).getCompactions())
        .extracting(CompactionInfoStruct::getId)
        .containsExactly(id);

    client.mark_cleaned(info);
    client.mark_cleaned(info);
    assertThat(shown(id).getState()).isEqualTo("succeeded");
    assertThat(shown(id).getEndTime()).isPositive();
    latest.setLastCompactionId(id);
    assertThat(client.get_latest_committed_compaction_info(latest).getCompactions()).isEmpty();
    assertThatThrownBy(() -> client.mark_compacted(info)).isInstanceOf(MetaException.class);
    enqueue(major("orders", "day=1"));
  }

  @Test
  void whatFailedStaysInTheHistory() throws TException {
    enqueue(major("a", null));
    var info = next();
    info.setErrorMessage("out of disk");
    client.mark_failed(info);
    enqueue(major("b", null));
    client.mark_refused(next());
    var never = new CompactionInfoStruct(0, "sales", "c", CompactionType.MINOR);
    never.setErrorMessage("no permission");
    client.mark_failed(never);
    var all = client.show_compact(new ShowCompactRequest()).getCompacts();
    assertThat(all)
        .extracting(ShowCompactResponseElement::getTablename, ShowCompactResponseElement::getState)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("a", "failed"),
            org.assertj.core.groups.Tuple.tuple("b", "refused"),
            org.assertj.core.groups.Tuple.tuple("c", "did not initiate"));
    assertThat(all)
        .extracting(ShowCompactResponseElement::getErrorMessage)
        .contains("out of disk", "no permission");
  }

  @Test
  void poolsHaveWorkersOfTheirOwn() throws TException {
    var request = major("orders", null);
    request.setPoolName("nightly");
    long id = enqueue(request);
    assertThat(next()).isNull();
    var worker = new FindNextCompactRequest();
    worker.setWorkerId("w");
    worker.setWorkerVersion("4.1");
    worker.setPoolName("nightly");
    assertThat(client.find_next_compact2(worker).getCi().getId()).isEqualTo(id);
    assertThat(shown(id).getWorkerVersion()).isEqualTo("4.1");
    assertThat(shown(id).getPoolName()).isEqualTo("nightly");
  }

  @Test
  void onlyWhatWaitsIsTakenOutOfTheQueue() throws TException {
    long waiting = enqueue(major("a", null));
    long working = enqueue(major("b", null));
    client.abort_Compactions(new AbortCompactionRequest(List.of(waiting)));
    assertThat(next().getId()).isEqualTo(working);
    var answer =
        client
            .abort_Compactions(new AbortCompactionRequest(List.of(waiting, working, 99L)))
            .getAbortedcompacts();
    assertThat(answer.get(waiting).getMessage()).contains("in state-aborted");
    assertThat(answer.get(working).getStatus()).isEqualTo("Error");
    assertThat(answer.get(99L).getMessage()).isEqualTo("No Such Compaction Id Available");
    assertThat(shown(waiting).getState()).isEqualTo("aborted");
  }

  @Test
  void listingsAreFilteredOrderedAndCut() throws TException {
    client.compact(major("b", "day=2"));
    client.compact(major("a", "day=1"));
    client.compact(new CompactionRequest("other", "a", CompactionType.MINOR));
    var request = new ShowCompactRequest();
    request.setDbName("SALES");
    request.setOrder("\"CC_TABLE\" ASC, CC_ID DESC");
    assertThat(client.show_compact(request).getCompacts())
        .extracting(ShowCompactResponseElement::getTablename)
        .containsExactly("a", "b");
    request.setLimit(1);
    assertThat(client.show_compact(request).getCompacts()).hasSize(1);
    request.setPartName("day=2");
    request.setState("i");
    assertThat(client.show_compact(request).getCompacts())
        .extracting(ShowCompactResponseElement::getTablename)
        .containsExactly("b");
    request.setState("working");
    assertThat(client.show_compact(request).getCompacts()).isEmpty();
    var minor = new ShowCompactRequest();
    minor.setType(CompactionType.MINOR);
    assertThat(client.show_compact(minor).getCompacts())
        .extracting(ShowCompactResponseElement::getDbname)
        .containsExactly("other");
    minor.setOrder("1; DROP TABLE compactions");
    assertThatThrownBy(() -> client.show_compact(minor)).isInstanceOf(TException.class);
  }

  @Test
  void metricsAreKeptAndForgotten() throws TException {
    var data =
        new CompactionMetricsDataStruct(
            "sales", "orders", CompactionMetricsMetricType.NUM_DELTAS, 300, 1, 200);
    assertThat(client.update_compaction_metrics_data(data)).isTrue();
    client.remove_compaction_metrics_data(
        new CompactionMetricsDataRequest(
            "sales", "orders", CompactionMetricsMetricType.NUM_DELTAS));
  }

  @Test
  void oneTransactionRebuildsAView() throws TException {
    assertThat(client.get_lock_materialization_rebuild("sales", "mv", 1).getState())
        .isEqualTo(LockState.ACQUIRED);
    assertThat(client.get_lock_materialization_rebuild("sales", "MV", 2).getState())
        .isEqualTo(LockState.NOT_ACQUIRED);
    assertThat(client.heartbeat_lock_materialization_rebuild("sales", "mv", 1)).isTrue();
    assertThat(client.heartbeat_lock_materialization_rebuild("sales", "mv", 2)).isFalse();
  }

  @Test
  void aViewKnowsWhatItWasBuiltFromAndWhatHappenedSince() throws TException {
    client.create_database(Given.database("sales"));
    var view = Given.table("sales", "mv");
    view.setTableType("MATERIALIZED_VIEW");
    client.create_table(view);
    var creation = new CreationMetadata("hive", "sales", "mv", Set.of("sales.orders"));
    creation.setValidTxnList("0$sales.orders:0:" + Long.MAX_VALUE + "::");
    client.update_creation_metadata("hive", "sales", "mv", creation);
    assertThat(
            client
                .get_table_req(new GetTableRequest("sales", "mv"))
                .getTable()
                .getCreationMetadata()
                .getTablesUsed())
        .containsExactly("sales.orders");
    assertThat(unchanged(creation)).isTrue();

    long txn = open(TxnType.DEFAULT);
    var allocation = new AllocateTableWriteIdsRequest("sales", "orders");
    allocation.setTxnIds(List.of(txn));
    client.allocate_table_write_ids(allocation);
    var partitions =
        new org.apache.hadoop.hive.metastore.api.AddDynamicPartitions(
            txn, 1, "sales", "orders", List.of("day=1"));
    client.add_dynamic_partitions(partitions);
    client.commit_txn(new CommitTxnRequest(txn));
    assertThat(unchanged(creation)).isFalse();
    creation.setValidTxnList(
        "{\"validTxnList\":\"1$sales.orders:1:" + Long.MAX_VALUE + "::\",\"tableSnapshots\":{}}");
    assertThat(unchanged(creation)).isTrue();
    client.compact(major("orders", null));
    var info = client.get_materialization_invalidation_info(creation, "1:" + Long.MAX_VALUE + "::");
    assertThat(info.isSourceTablesUpdateDeleteModified()).isFalse();
    assertThat(info.isSourceTablesCompacted()).isTrue();
    assertThat(
            client
                .get_valid_write_ids(new GetValidWriteIdsRequest(List.of("sales.orders")))
                .getTblValidWriteIds()
                .get(0)
                .getWriteIdHighWaterMark())
        .isEqualTo(1);
  }

  @Test
  void aViewCountsTheChangesOfItsTables() throws TException {
    client.create_database(Given.database("sales"));
    client.create_table(Given.table("sales", "orders"));
    var orders = client.get_table_req(new GetTableRequest("sales", "orders")).getTable();
    var view = Given.table("sales", "mv");
    view.setTableType("MATERIALIZED_VIEW");
    var creation = new CreationMetadata("hive", "sales", "mv", Set.of("sales.orders"));
    creation.setSourceTables(List.of(new SourceTable(orders, 0, 0, 0)));
    view.setCreationMetadata(creation);
    client.create_table(view);
    client.update_transaction_statistics(
        new UpdateTransactionalStatsRequest(orders.getId(), 5, 3, 1));
    client.update_transaction_statistics(
        new UpdateTransactionalStatsRequest(orders.getId(), 5, 0, 0));
    client.update_transaction_statistics(new UpdateTransactionalStatsRequest(4711, 5, 0, 0));
    var source =
        client
            .get_table_req(new GetTableRequest("sales", "mv"))
            .getTable()
            .getCreationMetadata()
            .getSourceTables()
            .get(0);
    assertThat(source.getInsertedCount()).isEqualTo(10);
    assertThat(source.getUpdatedCount()).isEqualTo(3);
    assertThat(source.getDeletedCount()).isEqualTo(1);
  }

  @Test
  void theHistoryOfATableKeepsItsNewestEntries() throws TException {
    for (int i = 0; i < 5; i++) {
      enqueue(major("orders", null));
      client.mark_failed(next());
    }
    given.catalog().compactions().tidy();
    assertThat(client.show_compact(new ShowCompactRequest()).getCompacts())
        .extracting(ShowCompactResponseElement::getId)
        .containsExactlyInAnyOrder(3L, 4L, 5L);
  }

  private boolean unchanged(CreationMetadata creation) throws TException {
    var now = client.get_open_txns();
    var info =
        client.get_materialization_invalidation_info(
            creation, now.getTxn_high_water_mark() + ":" + Long.MAX_VALUE + "::");
    return !info.isSourceTablesUpdateDeleteModified() && !info.isSourceTablesCompacted();
  }
}
