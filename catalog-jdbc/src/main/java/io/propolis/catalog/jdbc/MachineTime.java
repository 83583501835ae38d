package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.util.concurrent.TimeUnit;

/** How time passes on this machine: by two clocks, each of which may miss some of it. */
interface MachineTime {
  /** Of a clock that nobody sets, and that may stand still while the machine is suspended. */
  long nanos();

  /** Of a clock that goes on meanwhile, and that may be set. */
  long millis();

  /** Waits for at least so long by the first clock. */
  void pass(long nanos);

  /** The clocks of the system. */
  MachineTime SYSTEM =
      new MachineTime() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long millis() {
          return System.currentTimeMillis();
        }

        @Override
        public void pass(long nanos) {
          long since = nanos();
          try {
            for (long left = nanos; left > 0; left = nanos - (nanos() - since)) {
              TimeUnit.NANOSECONDS.sleep(left);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogException(
                Kind.UNAVAILABLE,
                Entity.REQUEST,
                "Interrupted while another server's right to change the catalog alone was to end",
                e);
          }
        }
      };
}
