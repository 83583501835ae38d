package io.propolis.catalog.jdbc;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Clocks that stand still until a test moves them, or somebody waits. Thread-safe. */
final class SettableTime implements MachineTime {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong millis = new AtomicLong();
  private final AtomicReference<Runnable> onWait = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> onLook = new AtomicReference<>(() -> {});

  /** Both clocks go on. */
  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    millis.addAndGet(time.toMillis());
  }

  /** The machine sleeps: one clock does not hear of it. */
  void suspend(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  /** What happens while somebody waits. */
  void whileWaiting(Runnable work) {
    onWait.set(work);
  }

  /** What happens before somebody next looks at a clock. */
  void beforeLooking(Runnable work) {
    onLook.set(work);
  }

  @Override
  public long nanos() {
    onLook.getAndSet(() -> {}).run();
    return nanos.get();
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public void pass(long waited) {
    onWait.get().run();
    nanos.addAndGet(waited);
    millis.addAndGet(TimeUnit.NANOSECONDS.toMillis(waited));
  }
}
