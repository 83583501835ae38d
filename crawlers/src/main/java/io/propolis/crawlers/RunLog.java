package io.propolis.crawlers;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.store.CatalogStore;

/** Where runs are kept. */
public interface RunLog {
  /** Keeps nothing: for crawls against a catalog of another process. */
  RunLog NONE =
      new RunLog() {
        @Override
        public void begin(Run run) {
          // Not kept.
        }

        @Override
        public void update(Run run) {
          // Not kept.
        }
      };

  /** Keeps runs in the catalog's database. */
  static RunLog in(CatalogStore store) {
    return new RunLog() {
      @Override
      public void begin(Run run) {
        store.write(
            tx -> {
              tx.runs().insert(run);
              return run;
            });
      }

      @Override
      public void update(Run run) {
        store.write(
            tx -> {
              tx.runs().update(run);
              return run;
            });
      }
    };
  }

  void begin(Run run);

  /** Replaces the run; throws CatalogException CONFLICT when somebody else has changed it. */
  void update(Run run);
}
