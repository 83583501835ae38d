package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.NodeOperations;
import io.propolis.catalog.model.Node;
import io.propolis.catalog.store.SoleRight;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that alone may change the catalog, and others that come after all. */
abstract class SoleServerContract {
  private static final Duration LENGTH = Duration.ofNanos(SoleLease.LENGTH_NANOS);
  private static final Duration CALM = Duration.ofNanos(JdbcSoleRight.CALM_NANOS);

  @TempDir private Path folder;
  private final SettableTime time = new SettableTime();
  private final SettableTime othersTime = new SettableTime();
  private final List<JdbcCatalogStore> opened = new ArrayList<>();
  private JdbcCatalogStore store;
  private JdbcCatalogStore other;

  /** Of each test. */
  private long first;

  /** Settings of a database that others do not use meanwhile. */
  abstract StoreSettings database();

  @BeforeEach
  void open() {
    store = open(time);
    other = open(othersTime);
    first = store.position();
  }

  @AfterEach
  void close() {
    time.whileWaiting(() -> {});
    right(store).end();
    opened.forEach(JdbcCatalogStore::close);
  }

  private JdbcCatalogStore open(SettableTime clocks) {
    var made = JdbcCatalogStore.open(database(), clocks);
    opened.add(made);
    return made;
  }

  private static SoleRight right(JdbcCatalogStore of) {
    return of.soleRight().orElseThrow();
  }

  private static void change(JdbcCatalogStore by, String user) {
    write(by, tx -> tx.changes().append(Given.change(user)));
  }

  private long changes(JdbcCatalogStore seenBy) {
    return seenBy.position() - first;
  }

  /** Asks as a reader does and says how many queries that took. */
  private long queries(long expected) {
    long before = store.positionQueries();
    assertThat(changes(store)).isEqualTo(expected);
    return store.positionQueries() - before;
  }

  private void takeRight() {
    right(store).take("first");
    time.pass(Duration.ofMillis(1));
    assertThat(right(store).isHeld()).isTrue();
  }

  @Test
  void whoIsAloneAsksOnceAndKnowsWhatItCommits() {
    change(store, "ada");
    assertThat(queries(1)).isEqualTo(1);
    assertThat(queries(1)).as("every time").isEqualTo(1);
    takeRight();
    assertThat(queries(1)).isEqualTo(1);
    long statements = store.statements();
    for (int i = 0; i < 100; i++) {
      assertThat(queries(1)).isZero();
    }
    assertThat(store.statements()).isEqualTo(statements);

    change(store, "bob");
    assertThat(queries(2)).isZero();
    time.pass(LENGTH);
    assertThat(queries(2)).as("once in a while").isEqualTo(1);
    assertThat(queries(2)).isZero();
  }

  @Test
  void whoIsNotAloneAsks() {
    takeRight();
    assertThat(queries(0)).isEqualTo(1);
    othersTime.whileWaiting(() -> assertThat(changes(other)).isZero());
    right(other).take("second");
    time.pass(LENGTH);
    assertThat(right(other).isHeld()).isTrue();
    change(other, "ada");
    assertThat(queries(1)).isEqualTo(1);
    assertThat(right(store).isHeld()).isFalse();
    assertThat(queries(1)).isEqualTo(1);
  }

  /** No write of another is acknowledged before the holder has stopped to rely on its right. */
  @Test
  void whoWritesBesideAHolderWaitsUntilItAsks() {
    takeRight();
    change(store, "ada");
    assertThat(queries(1)).isEqualTo(1);
    var waits = new ArrayList<Long>();
    othersTime.whileWaiting(
        () -> {
          assertThat(queries(1)).as("it still knows").isZero();
          waits.add(othersTime.nanos());
          time.pass(LENGTH);
          assertThat(queries(1)).isEqualTo(1);
        });
    change(other, "bob");

    assertThat(waits).hasSize(1);
    assertThat(othersTime.nanos() - waits.get(0)).isGreaterThan(LENGTH.toNanos());
    assertThat(queries(2)).isEqualTo(1);
    assertThat(users(store)).containsExactly("ada", "bob");

    othersTime.whileWaiting(() -> assertThat(waits).as("it waits again").isNull());
    change(other, "cleo");
    change(store, "dan");
    assertThat(queries(4)).isEqualTo(1);
    assertThat(users(other)).containsExactly("ada", "bob", "cleo", "dan");
  }

  private List<String> users(JdbcCatalogStore of) {
    return new Given(of)
        .list(tx -> tx.changes().after(first, 99)).stream().map(each -> each.user()).toList();
  }

  /** Not even one that comes while a second one waits. */
  @Test
  void nobodyWritesWhileARightEnds() throws Exception {
    takeRight();
    assertThat(queries(0)).isEqualTo(1);
    var thirdsTime = new SettableTime();
    var third = open(thirdsTime);
    var refused = new CompletableFuture<Boolean>();
    var goOn = new CompletableFuture<Boolean>();
    thirdsTime.whileWaiting(
        () -> {
          refused.complete(true);
          goOn.join();
        });
    var written = new CompletableFuture<Boolean>();
    othersTime.whileWaiting(
        () -> {
          new Thread(
                  () -> {
                    try {
                      change(third, "cleo");
                      written.complete(true);
                    } catch (RuntimeException e) {
                      written.completeExceptionally(e);
                    }
                  })
              .start();
          CompletableFuture.anyOf(refused, written).join();
          assertThat(written).isNotDone();
          assertThat(queries(0)).isZero();
        });
    change(other, "bob");
    assertThat(queries(0)).as("by its clock no time has passed").isZero();
    goOn.complete(true);
    assertThat(written.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(users(other)).containsExactly("bob", "cleo");
  }

  @Test
  void aWriterThatStoppedInTheMiddleIsRefusedAndWritesOnce() {
    change(store, "ada");
    long[] attempts = {0};
    // The right is taken by another behind the back of a transaction.
    write(
        store,
        tx -> {
          if (attempts[0]++ == 0) {
            right(other).take("second");
            assertThat(changes(other)).isEqualTo(1);
          }
          tx.changes().append(Given.change("bob"));
        });
    assertThat(attempts[0]).isEqualTo(2);
    assertThat(users(other)).containsExactly("ada", "bob");
    othersTime.pass(LENGTH);
    assertThat(changes(other)).isEqualTo(2);
  }

  @Test
  void aHolderThatWasReplacedWhileItStoodStillIsRefused() {
    takeRight();
    assertThat(queries(0)).isEqualTo(1);
    time.pass(LENGTH);
    right(other).take("second");
    assertThat(changes(other)).isZero();
    time.whileWaiting(() -> othersTime.pass(LENGTH));
    change(store, "late");
    assertThat(changes(other)).isEqualTo(1);
    assertThat(users(other)).containsExactly("late");
  }

  @Test
  void aRightThatWasTakenAwayIsNotTakenAgainForAMinute() {
    takeRight();
    change(other, "bob");
    assertThat(queries(1)).isEqualTo(1);
    right(store).take("first");
    assertThat(right(store).isHeld()).isFalse();
    time.pass(CALM);
    right(store).take("first");
    assertThat(right(store).isHeld()).isTrue();
  }

  @Test
  void manyLargeChangesAreRefusedLikeFew() {
    right(other).take("second");
    write(
        store,
        tx -> {
          for (int i = 0; i < 40; i++) {
            tx.changes().append(Given.change("u" + i));
          }
        });
    assertThat(users(other)).hasSize(40);
  }

  @Test
  void aHolderWhoseMemoryOfItIsGoneEndsItsOwnRightWithoutWaiting() {
    takeRight();
    time.whileWaiting(() -> assertThat(time).as("it waits").isNull());
    right(store).giveBack();
    assertThat(right(store).isHeld()).isFalse();
    change(store, "ada");
    takeRight();
    right(store).end();
    change(store, "bob");
    assertThat(queries(2)).isEqualTo(1);
    assertThat(queries(2)).isEqualTo(1);
  }

  @Test
  void ofTheServersOverADatabaseOneThatIsAloneHasTheRight() {
    var first = nodes(store);
    var second = nodes(other);
    first.heartbeat(node("first"));
    assertThat(right(store).isHeld()).isTrue();

    time.pass(Duration.ofMillis(1));
    second.heartbeat(node("second"));
    assertThat(right(other).isHeld()).isFalse();
    othersTime.whileWaiting(() -> assertThat(othersTime).as("its write waits").isNull());
    change(other, "ada");
    first.heartbeat(node("first"));
    assertThat(right(store).isHeld()).isFalse();

    first.leave(node("first"));
    second.heartbeat(node("second"));
    assertThat(right(other).isHeld()).isTrue();
    second.leave(node("second"));
    assertThat(right(other).isHeld()).isFalse();
    time.whileWaiting(() -> assertThat(time).as("its write waits").isNull());
    change(store, "bob");
  }

  private NodeOperations nodes(JdbcCatalogStore of) {
    return Catalog.open(
            of,
            Lakes.open(S3Settings.DEFAULT),
            Clock.systemUTC(),
            CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")))
        .as(Caller.SYSTEM)
        .nodes();
  }

  private static Node node(String id) {
    return new Node(id, "thrift://" + id + ":9083", "1", 1, 1);
  }
}
