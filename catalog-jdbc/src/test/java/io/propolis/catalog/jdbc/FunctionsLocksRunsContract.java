package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.CONFLICT;
import static io.propolis.catalog.CatalogException.Kind.NOT_EMPTY;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.store.Locks.Filter;
import io.propolis.catalog.store.Runs.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class FunctionsLocksRunsContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private static Function function(DatabaseName database, String name) {
    return new Function(
        database,
        name,
        "org.example.ToEuro",
        AWKWARD,
        OwnerType.USER,
        5,
        List.of(new Function.Resource(Function.Resource.Kind.JAR, "s3://" + AWKWARD)),
        Map.of("glue." + AWKWARD, AWKWARD));
  }

  @Test
  void aFunctionIsKeptRenamedAndDropped() {
    var database = given().database();
    var one = function(database, "one");
    var two = function(database, "two");
    write(store(), tx -> tx.functions().insert(one));
    write(store(), tx -> tx.functions().insert(two));
    assertThat(given().find(tx -> tx.functions().find(database, "ONE"))).contains(one);
    assertThat(given().list(tx -> tx.functions().names(database))).containsExactly("one", "two");
    assertThat(given().list(tx -> tx.functions().all("hive"))).contains(one, two);
    assertRefused(store(), ALREADY_EXISTS, one.qualifiedName(), tx -> tx.functions().insert(one));
    assertRefused(
        store(),
        ALREADY_EXISTS,
        two.qualifiedName(),
        tx -> tx.functions().update(database, "one", two));
    assertRefused(store(), NOT_EMPTY, database.toString(), tx -> tx.databases().delete(database));

    var other = given().database();
    var moved = one.withName(other, "uno");
    write(store(), tx -> tx.functions().update(database, "One", moved));
    assertThat(given().find(tx -> tx.functions().find(other, "uno"))).contains(moved);
    assertRefused(
        store(), NOT_FOUND, database + ".one", tx -> tx.functions().delete(database, "one"));
    assertRefused(
        store(), NOT_FOUND, database + ".one", tx -> tx.functions().update(database, "one", one));
    write(store(), tx -> tx.functions().delete(database, "two"));
    assertThat(given().list(tx -> tx.functions().names(database))).isEmpty();
    assertRefused(
        store(),
        NOT_FOUND,
        "Database not found: absent",
        tx -> tx.functions().insert(function(DatabaseName.of("absent"), "f")));
  }

  private static Lock lock(long transaction, String database) {
    var component =
        new Lock.Component(1, Lock.Mode.EXCLUSIVE, database, AWKWARD.strip(), "day=1", "INSERT");
    var whole = new Lock.Component(2, Lock.Mode.SHARED_READ, database, null, null, null);
    return new Lock(
        0,
        transaction,
        Lock.State.WAITING,
        List.of(component, whole),
        AWKWARD,
        "host",
        null,
        null,
        7,
        null);
  }

  private Lock insert(long transaction, String database) {
    return store()
        .write(
            tx -> {
              tx.locks().serialise();
              return tx.locks().insert(lock(transaction, database));
            });
  }

  @Test
  void locksGetGrowingIdsAndChangeTheirState() {
    var first = insert(1, "locked");
    var second = insert(2, "locked");
    assertThat(second.id()).isGreaterThan(first.id());
    assertThat(given().find(tx -> tx.locks().find(first.id()))).contains(first);
    assertThat(given().list(tx -> tx.locks().all(Filter.NONE))).containsSubsequence(first, second);

    var waiting = second.waitingFor(new Lock.Blockage(2, first.id(), 1)).withHeartbeat(10);
    write(store(), tx -> tx.locks().update(waiting));
    assertThat(given().find(tx -> tx.locks().find(second.id()))).contains(waiting);
    var acquired = waiting.acquired(9);
    write(store(), tx -> tx.locks().update(acquired));
    assertThat(given().find(tx -> tx.locks().find(second.id()))).contains(acquired);
    write(
        store(),
        tx -> {
          tx.locks().delete(second.id());
          tx.locks().delete(second.id());
          tx.locks().delete(first.id());
        });
    assertThat(given().find(tx -> tx.locks().find(second.id()))).isEmpty();
    assertThat(insert(3, "locked").id()).isGreaterThan(second.id());
  }

  @Test
  void locksAreFoundByWhatTheyConcern() {
    var lock = insert(0, "found");
    insert(0, "elsewhere");
    var table = lock.component(1);
    var whole = lock.component(2);
    var other = new Lock.Component(1, Lock.Mode.EXCLUSIVE, "found", "other", null, null);
    assertThat(given().list(tx -> tx.locks().touching(List.of(table, other))))
        .containsExactly(lock);
    assertThat(given().list(tx -> tx.locks().touching(List.of(other))))
        .singleElement()
        .satisfies(found -> assertThat(found.components()).containsExactly(whole));
    assertThat(given().list(tx -> tx.locks().touching(List.of(whole)))).containsExactly(lock);
    assertThat(given().list(tx -> tx.locks().all(new Filter("found", table.table(), "day=1", 0L))))
        .singleElement()
        .satisfies(found -> assertThat(found.components()).containsExactly(table));
    assertThat(given().list(tx -> tx.locks().all(new Filter("found", null, null, 99L)))).isEmpty();
  }

  @Test
  void locksWithoutSignOfLifeGoAndThoseOfTransactionsGoWithThem() {
    var silent = insert(0, "silent");
    var lively = insert(0, "silent");
    var owned = insert(4711, "silent");
    assertThat(store().<Boolean>write(tx -> tx.locks().heartbeat(lively.id(), 20, 6))).isTrue();
    assertThat(store().<Boolean>write(tx -> tx.locks().heartbeat(silent.id(), 20, 7))).isFalse();
    assertThat(store().<Boolean>write(tx -> tx.locks().heartbeat(owned.id(), 20, 6))).isFalse();
    write(store(), tx -> tx.locks().deleteSilent(7));
    var filter = new Filter("silent", null, null, null);
    assertThat(given().list(tx -> tx.locks().all(filter)))
        .extracting(Lock::id)
        .containsExactly(lively.id(), owned.id());
    write(store(), tx -> tx.locks().deleteOf(List.of(4711L, 4712L)));
    assertThat(given().list(tx -> tx.locks().all(filter)))
        .extracting(Lock::id)
        .containsExactly(lively.id());
  }

  @Test
  void severalRunsAreInsertedTogetherOrNone() {
    var runs =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(i -> Run.waiting("part-" + i, Run.Kind.CRAWL_LISTING, AWKWARD, "crawl-1", i))
            .toList();
    write(store(), tx -> tx.runs().insertAll(runs));
    assertThat(given().list(tx -> tx.runs().unfinished(Run.Kind.CRAWL_LISTING, AWKWARD)))
        .containsExactlyElementsOf(runs);

    var more =
        java.util.List.of(
            Run.waiting("part-x", Run.Kind.CRAWL_LISTING, AWKWARD, "crawl-1", 0), runs.get(7));
    assertRefused(store(), ALREADY_EXISTS, "part-7", tx -> tx.runs().insertAll(more));
    assertThat(given().find(tx -> tx.runs().find("part-x"))).isEmpty();
  }

  @Test
  void aRunIsKeptAndChangedByCompareAndSwap() {
    var run =
        Run.starting("run-1", Run.Kind.CRAWL, AWKWARD, "manual", "node", 50, 10)
            .withProgress(Map.of(AWKWARD, AWKWARD));
    write(store(), tx -> tx.runs().insert(run));
    assertThat(given().find(tx -> tx.runs().find("run-1"))).contains(run);
    assertRefused(store(), ALREADY_EXISTS, "run-1", tx -> tx.runs().insert(run));

    var running = run.in(Run.State.RUNNING);
    write(store(), tx -> tx.runs().update(running));
    assertRefused(store(), CONFLICT, "run-1", tx -> tx.runs().update(running));
    assertThat(given().list(tx -> tx.runs().unfinished(Run.Kind.CRAWL))).contains(running);

    var failed = running.ended(Run.State.FAILED, 99, AWKWARD);
    write(store(), tx -> tx.runs().update(failed));
    assertThat(given().find(tx -> tx.runs().find("run-1"))).contains(failed);
    assertThat(given().list(tx -> tx.runs().unfinished(Run.Kind.CRAWL))).doesNotContain(failed);
  }

  @Test
  void runsOfAKindAreListedInPages() {
    var kind = Run.Kind.COLUMN_STATISTICS;
    for (int i = 0; i < 5; i++) {
      var run = Run.starting("l" + i, kind, "t" + i % 2, "manual", "node", 50, 10 + i / 2);
      write(store(), tx -> tx.runs().insert(run));
    }
    var first = given().list(tx -> tx.runs().listed(kind, null, null, 3));
    assertThat(first).extracting(Run::id).containsExactly("l4", "l3", "l2");
    assertThat(given().list(tx -> tx.runs().listed(kind, null, new Place(11, "l2"), 3)))
        .extracting(Run::id)
        .containsExactly("l1", "l0");
    assertThat(given().list(tx -> tx.runs().listed(kind, "t0", new Place(12, "l4"), 3)))
        .extracting(Run::id)
        .containsExactly("l2", "l0");
  }

  @Test
  void runsOfASubjectComeNewestFirst() {
    for (int i = 0; i < 5; i++) {
      var run = Run.starting("s" + i, Run.Kind.JOB, "subject", "manual", "node", 0, i / 2);
      write(store(), tx -> tx.runs().insert(run));
    }
    var other = Run.starting("padded", Run.Kind.JOB, "subject ", "manual", "node", 0, 9);
    write(store(), tx -> tx.runs().insert(other));
    assertThat(given().list(tx -> tx.runs().ofSubject(Run.Kind.JOB, "subject", 4)))
        .extracting(Run::id)
        .containsExactly("s4", "s3", "s2", "s1");
    assertThat(given().list(tx -> tx.runs().unfinished(Run.Kind.JOB)))
        .extracting(Run::id)
        .containsSubsequence("s0", "s1", "s2", "s3", "s4");
    assertThat(given().list(tx -> tx.runs().ofSubject(Run.Kind.CRAWL, "subject", 4))).isEmpty();
  }
}
