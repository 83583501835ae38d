package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedPositionTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whoComesWhileAQueryIsUnderWayIsNotAnsweredByIt() throws Exception {
    var database = new AtomicLong(1);
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var queries = new AtomicInteger();
    var position =
        new SharedPosition(
            () -> {
              long seen = database.get();
              if (queries.incrementAndGet() == 1) {
                begun.countDown();
                await(go);
              }
              return seen;
            },
            SharedPosition.Role.PEER,
            new SoleLease(MachineTime.SYSTEM));
    var first = threads.submit(position::current);
    begun.await();
    database.set(2); // acknowledged before the others ask
    var later = new ArrayList<Future<Long>>();
    for (int i = 0; i < 20; i++) {
      later.add(threads.submit(position::current));
    }
    go.countDown();
    assertThat(first.get()).isEqualTo(1);
    for (var each : later) {
      assertThat(each.get()).isEqualTo(2);
    }
    assertThat(queries.get()).isLessThanOrEqualTo(21);
  }

  @Test
  void manyThatAskAtOnceShareQueriesAndNeverSeeLessThanWasAcknowledged() throws Exception {
    var database = new AtomicLong();
    var queries = new AtomicInteger();
    var position =
        new SharedPosition(
            () -> {
              queries.incrementAndGet();
              long seen = database.get();
              Thread.yield();
              return seen;
            },
            SharedPosition.Role.PEER,
            new SoleLease(MachineTime.SYSTEM));
    var all = new ArrayList<Future<Boolean>>();
    for (int i = 0; i < 16; i++) {
      all.add(
          threads.submit(
              () -> {
                for (int j = 0; j < 2_000; j++) {
                  long acknowledged = database.incrementAndGet();
                  if (position.current() < acknowledged) {
                    return false;
                  }
                }
                return true;
              }));
    }
    for (var each : all) {
      assertThat(each.get()).isTrue();
    }
    assertThat(queries.get()).isLessThan(16 * 2_000);
  }

  @Test
  void aFailedQueryFailsThoseItServedAndNoOthers() {
    var queries = new AtomicInteger();
    var position =
        new SharedPosition(
            () -> {
              if (queries.incrementAndGet() == 1) {
                throw new IllegalStateException("gone");
              }
              return 7;
            },
            SharedPosition.Role.PEER,
            new SoleLease(MachineTime.SYSTEM));
    assertThatThrownBy(position::current).hasMessage("gone");
    assertThat(position.current()).isEqualTo(7);
  }

  /** It may come yet, and nobody would be told. */
  @Test
  void aCommitOfWhichNobodyKnowsHowItEndedEndsTheRelianceOnMemory() {
    var database = new AtomicLong(1);
    var lease = new SoleLease(new SettableTime());
    lease.hold(7);
    var position =
        new SharedPosition(
            () -> {
              long seen = database.get();
              lease.answered(lease.asking(), seen, 7);
              return seen;
            },
            SharedPosition.Role.PEER,
            lease);
    assertThat(position.current()).isEqualTo(1);
    database.set(2);
    assertThat(position.current()).as("from memory").isEqualTo(1);
    position.uncertain();
    assertThat(position.current()).isEqualTo(2);
    database.set(3);
    assertThat(position.current()).as("for good").isEqualTo(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
