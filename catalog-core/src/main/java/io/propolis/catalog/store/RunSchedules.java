package io.propolis.catalog.store;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunSchedule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** When runs start by themselves. */
public interface RunSchedules {
  /** Throws ALREADY_EXISTS. */
  void insert(RunSchedule schedule);

  Optional<RunSchedule> find(Run.Kind kind, String subject);

  List<RunSchedule> findAll(Run.Kind kind, Collection<String> subjects);

  /** Those whose next start has come, the longest due first. */
  List<RunSchedule> due(Run.Kind kind, long now, int limit);

  /**
   * Stores {@code changed} when the stored version is still {@code changed.version() - 1};
   * otherwise throws CONFLICT and nothing happens.
   */
  void update(RunSchedule changed);

  /** Deletes it, if there is one. */
  void delete(Run.Kind kind, String subject);
}
