package io.propolis.catalog.store;

import io.propolis.catalog.model.Run;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs of every kind: crawls, jobs, tasks. */
public interface Runs {
  /**
   * Nobody else starts runs before this transaction ends, so that a limit which is checked here
   * still holds when the run is inserted. Called before the other methods of the transaction.
   */
  void serialise();

  /** Throws ALREADY_EXISTS. */
  void insert(Run run);

  /** Inserts several. Throws ALREADY_EXISTS. */
  void insertAll(Collection<Run> runs);

  Optional<Run> find(String id);

  /** Runs of a subject, newest first, {@code limit} at most. */
  List<Run> ofSubject(Run.Kind kind, String subject, int limit);

  /** Where a run stands in a list of the newest. */
  record Place(long startedAt, String id) {}

  /**
   * The newest runs first, {@code limit} at most.
   *
   * @param subject absent for all
   * @param before begins behind this one; absent for the newest
   */
  List<Run> listed(Run.Kind kind, @Nullable String subject, @Nullable Place before, int limit);

  /** Of each subject the newest runs, {@code each} at most; newest first within a subject. */
  List<Run> newest(Run.Kind kind, Collection<String> subjects, int each);

  /** Deletes runs that ended before a time, with their notes. How many there were. */
  int deleteEndedBefore(Run.Kind kind, long time);

  /** Deletes all runs of a subject, with their notes. */
  void deleteOf(Run.Kind kind, String subject);

  /** Runs that have not ended, oldest first. */
  List<Run> unfinished(Run.Kind kind);

  /** Those of one subject, oldest first. */
  List<Run> unfinished(Run.Kind kind, String subject);

  /**
   * Stores {@code changed} when the stored version is still {@code changed.version() - 1};
   * otherwise throws CONFLICT and nothing happens.
   */
  void update(Run changed);
}
