package io.propolis.crawlers;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import io.propolis.crawlers.discovery.LakeMemory;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where runs are kept. */
public interface RunLog {
  /** Keeps nothing: for crawls against a catalog of another process. */
  RunLog NONE =
      new RunLog() {
        @Override
        public boolean keeps() {
          return false;
        }

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
      public void update(Run run, Collection<RunNote> notes, LakeMemory.Change memory) {
        store.write(
            tx -> {
              tx.runs().update(run);
              if (!notes.isEmpty()) {
                tx.runNotes().add(run.kind(), notes);
              }
              change(tx, run.subject(), memory);
              return run;
            });
      }

      @Override
      public Map<String, byte[]> memory(String crawler) {
        return store.read(tx -> tx.crawlBlocks().find(crawler));
      }

      @Override
      public void remember(Run held, LakeMemory.Change memory) {
        store.write(
            tx -> {
              var stored = tx.runs().find(held.id());
              if (stored.isPresent()
                  && Objects.equals(stored.get().leaseOwner(), held.leaseOwner())) {
                change(tx, held.subject(), memory);
              }
              return memory;
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

  private static void change(Transaction tx, String crawler, LakeMemory.Change memory) {
    if (!memory.deleted().isEmpty()) {
      tx.crawlBlocks().delete(crawler, memory.deleted());
    }
    if (!memory.put().isEmpty()) {
      tx.crawlBlocks().put(crawler, memory.put());
    }
  }

  /**
   * Keeps runs in one place while crawls write to a catalog in another: what was crawled into that
   * one says nothing about this one, so that no crawl remembers anything.
   */
  static RunLog beside(CatalogStore store) {
    var whole = in(store);
    return new RunLog() {
      @Override
      public void begin(Run run) {
        whole.begin(run);
      }

      @Override
      public void update(Run run, Collection<RunNote> notes) {
        whole.update(run, notes);
      }

      @Override
      public Optional<Run> find(String id) {
        return whole.find(id);
      }

      @Override
      public Set<String> topics(String crawler) {
        return whole.topics(crawler);
      }
    };
  }

  /** Whether runs that were begun are found again. */
  default boolean keeps() {
    return true;
  }

  void begin(Run run);

  /**
   * Replaces the run, and adds what there is to say about it. Throws CatalogException CONFLICT when
   * somebody else has changed it.
   */
  void update(Run run, Collection<RunNote> notes);

  /** The same, in one transaction with what the crawler remembers of the lake from then on. */
  default void update(Run run, Collection<RunNote> notes, LakeMemory.Change memory) {
    update(run, notes);
  }

  /** What a crawler remembers of the lake; nothing where that is not kept. */
  default Map<String, byte[]> memory(String crawler) {
    return Map.of();
  }

  /** Changes what a crawler remembers while it crawls, unless another node crawls by now. */
  default void remember(Run held, LakeMemory.Change memory) {
    // Not kept.
  }

  /** As it is kept; empty where none are. */
  Optional<Run> find(String id);

  /** What is noted already of a crawler's runs. */
  Set<String> topics(String crawler);
}
