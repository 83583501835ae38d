package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Rights that come and go while many read and write: nobody is told of an older position. */
abstract class SoleServerStress {
  /** How much faster clocks go than time, so that rights come and go often. */
  private static final int HASTE = 200;

  private static final long LENGTH_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final int STORES = 3;
  private static final int READERS = 4;

  private final AtomicLong newest = new AtomicLong();
  private final AtomicLong fromMemory = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private volatile int busiest;
  private long first;
  private volatile long end;

  /** Settings of a database that others do not use meanwhile. */
  abstract StoreSettings database();

  private static final MachineTime HASTY =
      new MachineTime() {
        @Override
        public long nanos() {
          return System.nanoTime() * HASTE;
        }

        @Override
        public long millis() {
          return System.currentTimeMillis() * HASTE;
        }

        @Override
        public void pass(long nanos) {
          MachineTime.SYSTEM.pass(nanos / HASTE);
        }
      };

  @Test
  void nobodyReadsWhatIsOlderThanWhatWasAcknowledgedOrSeen() throws Exception {
    var settings = database();
    var stores = new ArrayList<JdbcCatalogStore>();
    for (int i = 0; i < STORES; i++) {
      stores.add(JdbcCatalogStore.open(settings, HASTY));
    }
    var threads = Executors.newCachedThreadPool();
    try {
      var work = new ArrayList<Callable<Boolean>>();
      first = stores.get(0).position();
      newest.set(first);
      end = System.nanoTime() + LENGTH_NANOS;
      for (int number = 0; number < STORES; number++) {
        var store = stores.get(number);
        int own = number;
        work.add(() -> writing(store, own));
        for (int i = 0; i < READERS; i++) {
          work.add(() -> reading(store));
        }
      }
      work.add(() -> taking(stores));
      for (var done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
      stores.forEach(JdbcCatalogStore::close);
    }
    assertThat(written.get()).as("written once").isEqualTo(newest.get() - first);
    assertThat(fromMemory.get()).as("read without a query").isPositive();
  }

  private boolean isOver() {
    return System.nanoTime() - end > 0;
  }

  /** One writes often, the others now and then. */
  private boolean writing(JdbcCatalogStore store, int number) {
    while (!isOver()) {
      var position = store.write(tx -> tx.changes().append(Given.change("ada")));
      written.incrementAndGet();
      newest.accumulateAndGet(position.getAsLong(), Math::max);
      pause(number == busiest ? 10 : 400);
    }
    return true;
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(millis * 1_000_000L));
  }

  private boolean reading(JdbcCatalogStore store) {
    while (!isOver()) {
      long before = newest.get();
      long queries = store.positionQueries();
      long position = store.position();
      if (store.positionQueries() == queries) {
        fromMemory.incrementAndGet();
      }
      assertThat(position).isGreaterThanOrEqualTo(before);
      newest.accumulateAndGet(position, Math::max);
    }
    return true;
  }

  /** Now and then one takes the right, also from another, or gives it back. */
  private boolean taking(List<JdbcCatalogStore> stores) {
    while (!isOver()) {
      var random = ThreadLocalRandom.current();
      if (random.nextInt(10) == 0) {
        busiest = random.nextInt(STORES);
      }
      int number = random.nextInt(4) == 0 ? random.nextInt(STORES) : busiest;
      var right = stores.get(number).soleRight().orElseThrow();
      switch (random.nextInt(12)) {
        case 0 -> right.giveBack();
        case 1 -> right.end();
        default -> right.take("node" + number);
      }
      pause(60);
    }
    return true;
  }
}
