package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers of an embedded database that wait for one another share a commit. */
class GroupCommitTest {
  private static final int WRITERS = 20;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
  private JdbcCatalogStore store;
  private Given given;

  @BeforeEach
  void open() {
    store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null));
    given = new Given(store);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    store.close();
  }

  /** Lets one writer work until the others wait for their turn; returns their outcomes. */
  private ArrayList<Future<?>> together(int writers, Writer writer) throws Exception {
    var outcomes = new ArrayList<Future<?>>();
    var first =
        threads.submit(
            () ->
                write(
                    store,
                    tx -> {
                      for (int i = 0; i < writers; i++) {
                        int number = i;
                        outcomes.add(threads.submit(() -> writer.write(number)));
                      }
                      while (groups().waiting() < writers) {
                        Thread.onSpinWait();
                      }
                    }));
    first.get(60, TimeUnit.SECONDS);
    return outcomes;
  }

  private GroupWrites groups() {
    return (GroupWrites) store.writes();
  }

  private interface Writer {
    void write(int number);
  }

  @Test
  void writersThatWaitShareOneCommitAndAllAreTold() throws Exception {
    long commits = groups().commits();
    long position = store.position();
    for (var outcome : together(WRITERS, this::create)) {
      outcome.get(60, TimeUnit.SECONDS);
    }
    assertThat(groups().commits() - commits).isLessThanOrEqualTo(3);
    assertThat(store.position()).isEqualTo(position + WRITERS);
    assertThat(given.list(tx -> tx.databases().names("hive"))).hasSize(WRITERS);
  }

  private void create(int number) {
    write(
        store,
        tx -> {
          tx.databases().insert(Database.named(DatabaseName.of("d" + number)));
          tx.changes().append(Given.change("w" + number));
        });
  }

  @Test
  void oneThatFailsTakesNothingOfTheOthersWithIt() throws Exception {
    long position = store.position();
    var outcomes =
        together(
            WRITERS,
            number ->
                write(
                    store,
                    tx -> {
                      tx.databases().insert(Database.named(DatabaseName.of("d" + number)));
                      tx.changes().append(Given.change("w" + number));
                      if (number % 2 == 0) {
                        throw new IllegalArgumentException("refused " + number);
                      }
                    }));
    int refused = 0;
    for (var outcome : outcomes) {
      try {
        outcome.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertThat(e).hasMessageContaining("refused");
        refused++;
      }
    }
    assertThat(refused).isEqualTo(WRITERS / 2);
    assertThat(given.list(tx -> tx.databases().names("hive"))).hasSize(WRITERS / 2);
    assertThat(store.position()).isEqualTo(position + WRITERS / 2);
    assertThat(given.list(tx -> tx.changes().after(position, 99)))
        .hasSize(WRITERS / 2)
        .allSatisfy(change -> assertThat(change.user()).matches("w\\d*[13579]"));
  }

  @Test
  void nobodyIsToldBeforeTheCommit() throws Exception {
    var inside = new CountDownLatch(1);
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var told = new AtomicBoolean();
    var outcomes = new ArrayList<Future<?>>();
    var first =
        threads.submit(
            () ->
                write(
                    store,
                    tx -> {
                      outcomes.add(
                          threads.submit(
                              () -> {
                                create(1);
                                told.set(true);
                              }));
                      outcomes.add(
                          threads.submit(
                              () -> {
                                await(inside);
                                write(
                                    store,
                                    more -> {
                                      entered.countDown();
                                      await(leave);
                                    });
                              }));
                      while (groups().waiting() < 1) {
                        Thread.onSpinWait();
                      }
                      inside.countDown();
                      while (groups().waiting() < 2) {
                        Thread.onSpinWait();
                      }
                    }));
    await(entered);
    // The last of the group holds its commit up: those before it have done their work.
    assertThat(told).isFalse();
    assertThat(given.list(tx -> tx.databases().names("hive"))).isEmpty();
    leave.countDown();
    first.get(60, TimeUnit.SECONDS);
    for (var outcome : outcomes) {
      outcome.get(60, TimeUnit.SECONDS);
    }
    assertThat(told).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
