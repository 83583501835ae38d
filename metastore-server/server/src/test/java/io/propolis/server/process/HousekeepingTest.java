package io.propolis.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.ChangeLogSettings;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Locks;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.server.process.Housekeeping.Chore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration RETENTION = Duration.ofHours(6);
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private Lake lake;
  private CatalogStore store;
  private Catalog catalog;

  @BeforeEach
  void open() {
    lake = Lakes.open(S3Settings.DEFAULT);
    store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null));
    catalog =
        Catalog.open(
            store,
            lake,
            new MovedClock(),
            new CatalogSettings("file:" + folder, LOCK_TIMEOUT)
                .withChangeLog(new ChangeLogSettings(RETENTION, Duration.ofMillis(20))));
  }

  @AfterEach
  void close() {
    store.close();
    lake.close();
  }

  private final class MovedClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  @Test
  void changesGoWhenTheyAreAsOldAsTheSettingsSay() {
    var session = catalog.as(Caller.SYSTEM);
    session.databases().create(Database.named(DatabaseName.of("sales")));
    doAll();
    assertThat(session.changes().after(0, 9)).isNotEmpty();

    pass(RETENTION.plusHours(1));
    doAll();

    assertThat(session.changes().after(0, 9)).isEmpty();
  }

  @Test
  void locksOfClientsThatFellSilentGoThoughNobodyAsks() {
    catalog.as(Caller.SYSTEM).locks().request(lock());
    pass(LOCK_TIMEOUT.minusSeconds(1));
    doAll();
    assertThat(storedLocks()).hasSize(1);

    pass(Duration.ofSeconds(2));
    doAll();

    assertThat(storedLocks()).isEmpty();
  }

  @Test
  void theChangeLogIsLookedThroughAsOftenAsTheSettingsSay() {
    assertThat(Housekeeping.chores(catalog))
        .filteredOn(chore -> chore.name().contains("changes"))
        .singleElement()
        .satisfies(
            chore -> {
              assertThat(chore.interval()).hasMillis(20);
              assertThat(chore.first()).isLessThanOrEqualTo(chore.interval());
            });
  }

  @Test
  void aChoreThatFailsIsDoneAgainAndKeepsNoOtherFromBeingDone() throws Exception {
    var failing = new CountDownLatch(3);
    var working = new CountDownLatch(3);
    try (var house =
        Housekeeping.of(
            List.of(
                chore(
                    () -> {
                      failing.countDown();
                      throw new IllegalStateException("the database is away");
                    }),
                chore(working::countDown)))) {
      assertThat(failing.await(20, TimeUnit.SECONDS)).as("%s tried again", house).isTrue();
      assertThat(working.await(20, TimeUnit.SECONDS)).as("the other done").isTrue();
    }
  }

  @Test
  void nothingIsBegunOnceItIsClosed() throws Exception {
    var begun = new AtomicInteger();
    var within = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var house =
        Housekeeping.of(
            List.of(
                chore(
                    () -> {
                      begun.incrementAndGet();
                      within.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        ended.countDown();
                        throw new IllegalStateException(e);
                      }
                    })));
    assertThat(within.await(20, TimeUnit.SECONDS)).isTrue();

    house.close();

    assertThat(ended.await(20, TimeUnit.SECONDS)).as("given up").isTrue();
    assertThat(begun).hasValue(1);
  }

  private static Chore chore(Runnable work) {
    return new Chore("A chore", SOON, SOON, work);
  }

  private void doAll() {
    Housekeeping.chores(catalog).forEach(chore -> chore.work().run());
  }

  private void pass(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  /** Also those that a client would not be told of any more. */
  private List<Lock> storedLocks() {
    return store.read(tx -> tx.locks().all(Locks.Filter.NONE));
  }

  private static Lock lock() {
    var table = new Lock.Component(1, Lock.Mode.EXCLUSIVE, "sales", "orders", null, null);
    return new Lock(0, 0, Lock.State.WAITING, List.of(table), "ann", "host", null, null, 0, null);
  }
}
