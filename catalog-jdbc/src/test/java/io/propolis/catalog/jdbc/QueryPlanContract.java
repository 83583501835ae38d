package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.jdbc.ExplainedStatements.Plan;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.change.ChangeFilter;
import io.propolis.catalog.model.change.ChangeFilter.Unplaced;
import io.propolis.catalog.model.change.ChangedObjects.OfWrite;
import io.propolis.catalog.model.change.ReportedWrite;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the database finds by an index what is asked for all the time, however much it holds. */
abstract class QueryPlanContract {
  private static final int MANY = 4_000;

  abstract Given given();

  abstract StoreSettings settings();

  private List<Plan> plans(Consumer<JdbcTransaction> work) throws SQLException {
    return new ExplainedStatements(settings()).of(work);
  }

  /** Of the statements that are about the table; there are so many. */
  private static void assertNothingIsScanned(String table, int statements, List<Plan> plans) {
    assertThat(plans)
        .filteredOn(plan -> plan.statement().contains(table))
        .hasSize(statements)
        .allSatisfy(plan -> assertThat(plan.wholeScans()).as(plan.statement()).isEmpty());
  }

  private static Change change(int number) {
    return new Change(
        0,
        number,
        "ada",
        ChangeKind.INSERT,
        "hive",
        "plans",
        "t" + number,
        null,
        null,
        List.of(),
        Map.of());
  }

  @Test
  void theChangeLogIsReadAndForgottenByPosition() throws Exception {
    write(store(), tx -> IntStream.range(0, MANY).forEach(i -> tx.changes().append(change(i))));
    long last = store().position();
    new ExplainedStatements(settings()).analyse("change_log");

    long oldest = last - MANY;
    assertNothingIsScanned(
        "change_log", 2, plans(tx -> tx.changes().forgetOlder(Long.MAX_VALUE, oldest, 1000)));
    var filter =
        new ChangeFilter(
            "hive", "plans", Unplaced.INCLUDED, Set.of("t1"), Set.of(ChangeKind.INSERT));
    assertNothingIsScanned(
        "change_log",
        4,
        plans(
            tx -> {
              tx.changes().after(last - 100, 1000);
              tx.changes().after(last - 100, 1000, filter);
              tx.changes().count(last - 100, last, filter);
              tx.changes().objects(List.of(last, last - 1));
            }));
  }

  @Test
  void reportsOfWritingAreFoundByTransactionAndForgottenInTheirOrder() throws Exception {
    var table = given().table(given().database(), "reported");
    long txn = table.id() * 100_000;
    var reports =
        IntStream.range(0, MANY)
            .mapToObj(i -> new ReportedWrite(txn + i, 1, new OfWrite(table, null, List.of())))
            .toList();
    write(store(), tx -> tx.reportedWrites().add(table.name(), reports, 1));
    new ExplainedStatements(settings()).analyse("reported_writes");

    assertNothingIsScanned("reported_writes", 1, plans(tx -> tx.reportedWrites().of(txn + 7)));
    assertNothingIsScanned(
        "reported_writes",
        2,
        plans(tx -> tx.reportedWrites().forgetOlder(Long.MAX_VALUE, 0, 1000)));
  }

  private static Lock lock(String table) {
    var component = new Lock.Component(1, Lock.Mode.EXCLUSIVE, "plans", table, null, "UPDATE");
    return new Lock(
        0,
        0,
        Lock.State.ACQUIRED,
        List.of(component),
        "ada",
        "host",
        null,
        1L,
        Long.MAX_VALUE,
        null);
  }

  @Test
  void aLockIsFoundByItsTableAndTheDeadByTheirHeartbeat() throws Exception {
    write(store(), tx -> IntStream.range(0, 1000).forEach(i -> tx.locks().insert(lock("t" + i))));
    try {
      new ExplainedStatements(settings()).analyse("metastore_locks", "lock_components");
      assertNothingIsScanned(
          "metastore_locks",
          3,
          plans(
              tx -> {
                tx.locks().touching(lock("t500").components());
                tx.locks().deleteSilent(17);
                tx.locks().deleteOf(List.of(17L, 18L));
              }));
    } finally {
      write(store(), tx -> tx.locks().deleteSilent(Long.MAX_VALUE));
    }
  }

  private JdbcCatalogStore store() {
    return given().store;
  }
}
