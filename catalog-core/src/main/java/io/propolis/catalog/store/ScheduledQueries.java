package io.propolis.catalog.store;

import io.propolis.catalog.model.workload.ScheduledExecution;
import io.propolis.catalog.model.workload.ScheduledQuery;
import io.propolis.catalog.model.workload.ScheduledQuery.Key;
import java.util.List;
import java.util.Optional;

/** Scheduled queries and their executions, which go with them. */
public interface ScheduledQueries {
  Optional<ScheduledQuery> find(Key key);

  /** The query, which nobody else changes before this transaction ends. */
  Optional<ScheduledQuery> lock(Key key);

  /** Enabled queries without an execution whose time has come, longest waiting first. */
  List<Key> due(String namespace, long now, int limit);

  /** Throws ALREADY_EXISTS. */
  void insert(ScheduledQuery query);

  /** Replaces what is stored under the query's id. */
  void update(ScheduledQuery query);

  /** Passes over a query that is not there; tells whether it was. */
  boolean delete(Key key);

  /** Stores an execution of the query and returns its id. */
  long append(ScheduledQuery query, ScheduledExecution execution);

  Optional<ScheduledExecution> execution(long id);

  /** The newest executions of a query, newest first. */
  List<ScheduledExecution> executions(Key query, int limit);

  /** Executions of a namespace that are under way without a sign of life since then, by id. */
  List<ScheduledExecution> silentSince(String namespace, long time, int limit);

  void update(ScheduledExecution execution);

  /** Deletes executions that began then or earlier and have ended. */
  void deleteEndedUntil(long time);
}
