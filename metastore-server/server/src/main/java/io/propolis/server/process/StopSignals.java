package io.propolis.server.process;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * SIGTERM and Ctrl-C, told to the command instead of ending the process, so that it stops in order,
 * ends with an exit code of its own, and the JVM still removes its temporary files. A second signal
 * ends the process at once.
 */
public final class StopSignals {
  private static final List<String> NAMES = List.of("TERM", "INT");

  private StopSignals() {}

  /** Calls {@code stop}, once, on a thread of the JVM. */
  public static void tell(Runnable stop) {
    for (var name : NAMES) {
      Signal.handle(
          new Signal(name),
          signal -> {
            NAMES.forEach(each -> Signal.handle(new Signal(each), sun.misc.SignalHandler.SIG_DFL));
            stop.run();
          });
    }
  }

  /** A latch that opens with the first signal. */
  public static CountDownLatch latch() {
    var latch = new CountDownLatch(1);
    tell(latch::countDown);
    return latch;
  }
}
