package io.propolis.crawlers;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import io.propolis.catalog.store.CatalogStore;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

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
        public void update(Run run, Collection<RunNote> notes) {
          // Not kept.
        }

        @Override
        public Optional<Run> find(String id) {
          return Optional.empty();
        }

        @Override
        public Set<String> topics(String crawler) {
          return Set.of();
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
      public void update(Run run, Collection<RunNote> notes) {
        store.write(
            tx -> {
              tx.runs().update(run);
              if (!notes.isEmpty()) {
                tx.runNotes().add(run.kind(), notes);
              }
              return run;
            });
      }

      @Override
      public Optional<Run> find(String id) {
        return store.read(tx -> tx.runs().find(id));
      }

      @Override
      public Set<String> topics(String crawler) {
        return store.read(tx -> tx.runNotes().topics(Run.Kind.CRAWL, crawler));
      }
    };
  }

  void begin(Run run);

  /**
   * Replaces the run, and adds what there is to say about it. Throws CatalogException CONFLICT when
   * somebody else has changed it.
   */
  void update(Run run, Collection<RunNote> notes);

  /** As it is kept; empty where none are. */
  Optional<Run> find(String id);

  /** What is noted already of a crawler's runs. */
  Set<String> topics(String crawler);
}
