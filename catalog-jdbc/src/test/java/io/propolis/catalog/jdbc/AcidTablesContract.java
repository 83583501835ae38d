package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Compaction.Request;
import io.propolis.catalog.model.acid.Compaction.State;
import io.propolis.catalog.model.acid.Compaction.Work;
import io.propolis.catalog.model.acid.CompactionMetric;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.TxnSnapshot;
import io.propolis.catalog.model.acid.WriteId;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import io.propolis.catalog.store.Compactions.Filter;
import io.propolis.catalog.store.Rebuilds.Rebuild;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rows of transactions, write ids and compactions. */
abstract class AcidTablesContract {
  private static final AtomicInteger TABLES = new AtomicInteger();

  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private static TableName newTable() {
    int number = TABLES.incrementAndGet();
    return TableName.of("acid" + number, "t" + number);
  }

  private Txn open(Txn.Kind kind, long heartbeat) {
    return store()
        .write(
            tx -> {
              long id = tx.txns().lockHighWaterMark() + 1;
              tx.txns().raiseHighWaterMark(id);
              var txn =
                  new Txn(id, Txn.State.OPEN, kind, AWKWARD, "h", AWKWARD, 3, heartbeat, null);
              tx.txns().insert(List.of(txn));
              return txn;
            });
  }

  @Test
  void aTransactionIsKeptAndEnds() {
    var txn = open(Txn.Kind.DEFAULT, 1_000);
    var other = open(Txn.Kind.READ_ONLY, 1_000);
    assertThat(other.id()).isGreaterThan(txn.id());
    assertThat(given().number(tx -> tx.txns().highWaterMark())).isGreaterThanOrEqualTo(other.id());
    assertThat(given().find(tx -> tx.txns().find(txn.id()))).contains(txn);
    assertThat(given().list(tx -> tx.txns().unfinished())).containsSubsequence(txn, other);

    write(store(), tx -> tx.txns().heartbeat(List.of(txn.id()), 2_000));
    write(store(), tx -> tx.txns().end(List.of(txn.id()), Txn.State.ABORTED, AWKWARD));
    write(store(), tx -> tx.txns().end(List.of(txn.id()), Txn.State.COMMITTED, null));
    write(store(), tx -> tx.txns().heartbeat(List.of(txn.id()), 3_000));
    write(store(), tx -> tx.txns().end(List.of(other.id()), Txn.State.COMMITTED, null));
    var aborted = store().write(tx -> tx.txns().lock(List.of(other.id(), txn.id())));
    assertThat(aborted)
        .extracting(Txn::state)
        .containsExactly(Txn.State.ABORTED, Txn.State.COMMITTED);
    assertThat(aborted.get(0).cause()).isEqualTo(AWKWARD);
    assertThat(aborted.get(0).heartbeatAt()).isEqualTo(2_000);
    assertThat(given().list(tx -> tx.txns().unfinished())).extracting(Txn::id).contains(txn.id());
    assertThat(given().list(tx -> tx.txns().unfinished()))
        .extracting(Txn::id)
        .doesNotContain(other.id());
  }

  @Test
  void silentTransactionsAreFoundByTheirKind() {
    var ordinary = open(Txn.Kind.DEFAULT, 50);
    var replayed = open(Txn.Kind.REPL_CREATED, 50);
    assertThat(given().list(tx -> tx.txns().silent(49, 49))).doesNotContain(ordinary.id());
    assertThat(given().list(tx -> tx.txns().silent(50, 49)))
        .contains(ordinary.id())
        .doesNotContain(replayed.id());
    assertThat(given().list(tx -> tx.txns().silent(50, 50))).contains(replayed.id());
    write(
        store(),
        tx -> tx.txns().end(List.of(ordinary.id(), replayed.id()), Txn.State.COMMITTED, null));
  }

  @Test
  void endedTransactionsAreForgottenUnlessSomethingIsLeftOfThem() {
    var committed = open(Txn.Kind.DEFAULT, 1_000);
    var aborted = open(Txn.Kind.DEFAULT, 1_000);
    var dirty = open(Txn.Kind.DEFAULT, 1_000);
    var table = newTable();
    write(
        store(),
        tx -> {
          tx.txns().end(List.of(committed.id()), Txn.State.COMMITTED, null);
          tx.txns().end(List.of(aborted.id(), dirty.id()), Txn.State.ABORTED, null);
          tx.writtenComponents().insert(List.of(written(dirty.id(), table, null, 1L)));
          tx.txns().forgetBelow(dirty.id() + 1, 999);
        });
    assertThat(given().find(tx -> tx.txns().find(committed.id()))).isPresent();
    write(store(), tx -> tx.txns().forgetBelow(dirty.id() + 1, 1_000));
    assertThat(given().find(tx -> tx.txns().find(committed.id()))).isEmpty();
    assertThat(given().find(tx -> tx.txns().find(aborted.id()))).isEmpty();
    assertThat(given().find(tx -> tx.txns().find(dirty.id()))).isPresent();

    write(store(), tx -> tx.writtenComponents().deleteCompacted(table, null, 0L));
    write(store(), tx -> tx.txns().forgetBelow(dirty.id() + 1, 1_000));
    assertThat(given().find(tx -> tx.txns().find(dirty.id()))).isPresent();
    write(store(), tx -> tx.writtenComponents().deleteCompacted(table, null, 1L));
    write(store(), tx -> tx.txns().forgetBelow(dirty.id() + 1, 1_000));
    assertThat(given().find(tx -> tx.txns().find(dirty.id()))).isEmpty();
  }

  @Test
  void replayedTransactionsAreFoundByPolicy() {
    var policy = newTable().database().name() + ".*";
    write(store(), tx -> tx.txns().putReplayed(policy, Map.of(10L, 1_000_010L, 11L, 1_000_011L)));
    assertThat(given().map(tx -> tx.txns().replayed(policy)))
        .isEqualTo(Map.of(10L, 1_000_010L, 11L, 1_000_011L));
    assertThat(given().list(tx -> tx.txns().policies(List.of(1_000_011L, 5L))))
        .containsExactly(policy);
    write(store(), tx -> tx.txns().deleteReplayed(List.of(1_000_010L)));
    assertThat(given().map(tx -> tx.txns().replayed(policy))).containsOnlyKeys(11L);
  }

  private static WrittenComponent written(
      long txn, TableName table, String partition, Long writeId) {
    return new WrittenComponent(
        txn, table.database().name(), table.name(), partition, Operation.UPDATE, writeId, null);
  }

  @Test
  void whatIsWrittenIsFoundByTransactionAndOnceCommittedByTable() {
    var table = newTable();
    var whole = written(8_000_001, table, null, 1L);
    var part = written(8_000_001, table, "d=" + AWKWARD, 1L);
    var other = written(8_000_002, table, "d=2", 2L);
    write(store(), tx -> tx.writtenComponents().insert(List.of(whole, part, other)));
    assertThat(given().list(tx -> tx.writtenComponents().of(List.of(8_000_001L))))
        .containsExactly(whole, part);
    write(store(), tx -> tx.writtenComponents().deleteWhole(8_000_001, table));
    assertThat(given().list(tx -> tx.writtenComponents().committedSince(0, Set.of(table))))
        .isEmpty();
    write(store(), tx -> tx.writtenComponents().commit(8_000_001, 8_000_002));
    assertThat(given().list(tx -> tx.writtenComponents().committedSince(8_000_003, List.of(table))))
        .isEmpty();
    assertThat(given().list(tx -> tx.writtenComponents().committedSince(8_000_002, List.of(table))))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.partition()).isEqualTo(part.partition());
              assertThat(found.commit()).isEqualTo(8_000_002);
            });

    var renamed = newTable();
    write(store(), tx -> tx.acidNames().rename(table, renamed));
    assertThat(given().list(tx -> tx.writtenComponents().committedSince(0, List.of(renamed))))
        .hasSize(1);
    write(store(), tx -> tx.acidNames().delete(renamed.database()));
    assertThat(given().list(tx -> tx.writtenComponents().of(List.of(8_000_001L, 8_000_002L))))
        .isEmpty();
  }

  @Test
  void aWriteIdThatNothingIsKnownOfLeavesATraceOfItsTransaction() {
    var table = newTable();
    var known = newTable();
    write(
        store(),
        tx -> {
          tx.writeIds().insert(table, List.of(new WriteId(8_100_001, 1)));
          tx.writeIds().insert(known, List.of(new WriteId(8_100_001, 1)));
          tx.writtenComponents().insert(List.of(written(8_100_001, known, "d=1", 1L)));
          tx.writtenComponents().insertFromWriteIds(List.of(8_100_001L));
        });
    assertThat(given().list(tx -> tx.writtenComponents().of(List.of(8_100_001L))))
        .extracting(WrittenComponent::table)
        .containsExactly(known.name(), table.name());
  }

  private Optional<Long> lockHighest(TableName table) {
    return store().write(tx -> tx.writeIds().lockHighest(table));
  }

  @Test
  void writeIdsAreFoundByTableTransactionAndSnapshot() {
    var table = newTable();
    var other = newTable();
    assertThat(lockHighest(table)).isEmpty();
    write(store(), tx -> tx.writeIds().begin(table, 3));
    assertRefused(store(), ALREADY_EXISTS, table.toString(), tx -> tx.writeIds().begin(table, 9));
    write(store(), tx -> tx.writeIds().raise(table, 4));
    assertThat(lockHighest(table)).contains(4L);
    var ids =
        List.of(
            new WriteId(8_200_001, 1),
            new WriteId(8_200_002, 2),
            new WriteId(8_200_005, 3),
            new WriteId(8_200_004, 4));
    write(store(), tx -> tx.writeIds().insert(table, ids));
    write(store(), tx -> tx.writeIds().insert(other, List.of(new WriteId(8_200_001, 7))));

    assertThat(given().list(tx -> tx.writeIds().of(table, List.of(8_200_002L, 8_200_001L))))
        .containsExactly(ids.get(0), ids.get(1));
    assertThat(given().map(tx -> tx.writeIds().of(8_200_001)))
        .isEqualTo(Map.of(table, 1L, other, 7L));
    assertThat(given().find(tx -> tx.writeIds().txn(table, 3))).contains(8_200_005L);
    assertThat(given().map(tx -> tx.writeIds().highest(List.of(table, other))))
        .isEqualTo(Map.of(table, 4L));
    assertThat(given().map(tx -> tx.writeIds().highestUpTo(List.of(table, other), 8_200_004)))
        .isEqualTo(Map.of(table, 4L, other, 7L));
    var snapshot = new TxnSnapshot(8_200_004, List.of(8_200_002L), List.of(8_200_001L));
    assertThat(given().map(tx -> tx.writeIds().invisible(List.of(table, other), snapshot)))
        .isEqualTo(
            Map.of(
                table,
                List.of(ids.get(0), ids.get(1), ids.get(2)),
                other,
                List.of(new WriteId(8_200_001, 7))));

    var renamed = newTable();
    write(store(), tx -> tx.acidNames().rename(table, renamed));
    assertThat(given().find(tx -> tx.writeIds().txn(renamed, 3))).contains(8_200_005L);
    write(store(), tx -> tx.acidNames().rename(renamed.database(), DatabaseName.of("acid_moved")));
    var moved = TableName.of("acid_moved", renamed.name());
    write(store(), tx -> tx.writeIds().delete(moved, List.of(8_200_001L, 8_200_002L)));
    assertThat(given().find(tx -> tx.writeIds().txn(moved, 1))).isEmpty();
    write(store(), tx -> tx.writeIds().deleteAll(moved));
    assertThat(given().find(tx -> tx.writeIds().txn(moved, 4))).isEmpty();
    assertThat(given().map(tx -> tx.writeIds().highest(List.of(moved)))).containsValue(4L);
    write(store(), tx -> tx.acidNames().delete(moved));
    assertThat(given().map(tx -> tx.writeIds().highest(List.of(moved)))).isEmpty();
  }

  @Test
  void holdsAreReplacedAndReleased() {
    var table = newTable();
    write(store(), tx -> tx.writeIds().hold(8_300_001, Map.of(table, 4L)));
    write(store(), tx -> tx.writeIds().hold(8_300_001, Map.of(table, 5L)));
    write(store(), tx -> tx.writeIds().release(List.of(8_300_001L)));
    write(store(), tx -> tx.writeIds().hold(8_300_001, Map.of(table, 6L)));
  }

  private static Compaction compaction(TableName table, String partition) {
    return new Compaction(
        0,
        new Request(
            table.database().name(),
            table.name(),
            partition,
            Compaction.Kind.MAJOR,
            AWKWARD,
            Map.of(AWKWARD, AWKWARD),
            "initiator",
            "4.1",
            "pool",
            3,
            "order by x"),
        State.INITIATED,
        77,
        Work.NONE);
  }

  private Compaction enqueue(Compaction compaction) {
    return store()
        .write(
            tx -> {
              tx.compactions().serialise();
              return tx.compactions().insert(compaction);
            });
  }

  @Test
  void aCompactionIsKeptFoundMovedAndForgotten() {
    var table = newTable();
    var first = enqueue(compaction(table, AWKWARD));
    var second = enqueue(compaction(table, null));
    assertThat(second.id()).isGreaterThan(first.id());
    assertThat(given().list(tx -> tx.compactions().findAll(List.of(second.id(), first.id()))))
        .containsExactly(first, second);

    var working =
        first.in(
            State.WORKING,
            new Work(AWKWARD, "4", "me", 1L, 2L, 3L, 4L, 5L, 8_400_001L, 7L, "job", AWKWARD));
    write(store(), tx -> tx.compactions().update(working));
    assertThat(given().list(tx -> tx.compactions().of(8_400_001))).containsExactly(working);
    assertThat(given().list(tx -> tx.compactions().all(Filter.of(table, List.of(State.WORKING)))))
        .containsExactly(working);
    var name = table.database().name();
    assertThat(
            given()
                .list(
                    tx ->
                        tx.compactions()
                            .all(
                                new Filter(
                                    first.id(),
                                    "pool",
                                    name,
                                    table.name(),
                                    AWKWARD,
                                    Compaction.Kind.MAJOR,
                                    List.of()))))
        .containsExactly(working);

    var renamed = newTable();
    write(store(), tx -> tx.acidNames().rename(table, renamed));
    assertThat(given().list(tx -> tx.compactions().all(Filter.of(renamed, List.of()))))
        .extracting(each -> each.request().tableName())
        .containsExactly(renamed, renamed);
    write(store(), tx -> tx.compactions().delete(List.of(first.id())));
    write(store(), tx -> tx.acidNames().delete(renamed));
    assertThat(given().list(tx -> tx.compactions().all(Filter.of(renamed, List.of())))).isEmpty();
  }

  @Test
  void aMetricIsReplacedWithItsPlace() {
    var table = newTable();
    var kind = CompactionMetric.Kind.NUM_DELTAS;
    var whole = new CompactionMetric(table, null, kind, 200, 1);
    var part = new CompactionMetric(table, "d=1", kind, 300, 1);
    write(store(), tx -> tx.compactions().put(whole));
    write(store(), tx -> tx.compactions().put(part));
    var changed = new CompactionMetric(table, "d=1", kind, 301, 2);
    write(store(), tx -> tx.compactions().put(changed));
    assertThat(given().find(tx -> tx.compactions().metric(table, null, kind))).contains(whole);
    assertThat(given().find(tx -> tx.compactions().metric(table, "d=1", kind))).contains(changed);
    assertThat(store().<Boolean>write(tx -> tx.compactions().delete(table, null, kind))).isTrue();
    assertThat(store().<Boolean>write(tx -> tx.compactions().delete(table, null, kind))).isFalse();
    assertThat(given().find(tx -> tx.compactions().metric(table, "d=1", kind))).isPresent();
  }

  @Test
  void aViewIsRebuiltByOne() {
    var view = newTable();
    var rebuild = new Rebuild(view, 8_500_001, 5);
    write(store(), tx -> tx.rebuilds().insert(rebuild));
    assertRefused(
        store(),
        ALREADY_EXISTS,
        view.toString(),
        tx -> tx.rebuilds().insert(new Rebuild(view, 8_500_002, 6)));
    var later = new Rebuild(view, 8_500_001, 9);
    assertThat(store().<Boolean>write(tx -> tx.rebuilds().heartbeat(later))).isTrue();
    assertThat(
            store().<Boolean>write(tx -> tx.rebuilds().heartbeat(new Rebuild(view, 8_500_002, 9))))
        .isFalse();
    assertThat(given().find(tx -> tx.rebuilds().find(view))).contains(later);
    write(store(), tx -> tx.rebuilds().deleteOf(List.of(8_500_001L)));
    assertThat(given().find(tx -> tx.rebuilds().find(view))).isEmpty();
  }
}
