package io.propolis.catalog.store;

import io.propolis.catalog.model.Run;
import java.util.List;
import java.util.Optional;

/** Runs of every kind: crawls, jobs, tasks. */
public interface Runs {
  /**
   * Nobody else starts runs before this transaction ends, so that a limit which is checked here
   * still holds when the run is inserted. Called before the other methods of the transaction.
   */
  void serialise();

  /** Throws ALREADY_EXISTS. */
  void insert(Run run);

  Optional<Run> find(String id);

  /** Runs of a subject, newest first, {@code limit} at most. */
  List<Run> ofSubject(Run.Kind kind, String subject, int limit);

  /** Runs that have not ended, oldest first. */
  List<Run> unfinished(Run.Kind kind);

  /**
   * Stores {@code changed} when the stored version is still {@code changed.version() - 1};
   * otherwise throws CONFLICT and nothing happens.
   */
  void update(Run changed);
}
