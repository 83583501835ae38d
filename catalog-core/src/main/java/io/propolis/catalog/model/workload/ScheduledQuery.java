package io.propolis.catalog.model.workload;

import org.jspecify.annotations.Nullable;

/**
 * A query that Hive's servers run by a schedule.
 *
 * @param id 0 until it is stored
 * @param schedule Quartz cron expression, with seconds
 * @param user in whose name it runs
 * @param nextExecutionAt epoch milliseconds; absent when the schedule has no further time
 * @param activeExecution the execution that is under way
 */
public record ScheduledQuery(
    long id,
    Key key,
    boolean enabled,
    String schedule,
    @Nullable String user,
    @Nullable String query,
    @Nullable Long nextExecutionAt,
    @Nullable Long activeExecution) {

  /** A name within the namespace of a cluster; case matters in both. */
  public record Key(String namespace, String name) {
    /** {@code nightly@hive}, as Hive's messages say it. */
    @Override
    public String toString() {
      return name + "@" + namespace;
    }
  }

  public boolean isDue(long now) {
    return enabled && activeExecution == null && nextExecutionAt != null && nextExecutionAt <= now;
  }

  public ScheduledQuery withId(long newId) {
    return new ScheduledQuery(
        newId, key, enabled, schedule, user, query, nextExecutionAt, activeExecution);
  }

  public ScheduledQuery withEnabled(boolean isEnabled) {
    return new ScheduledQuery(
        id, key, isEnabled, schedule, user, query, nextExecutionAt, activeExecution);
  }

  public ScheduledQuery withNextExecutionAt(@Nullable Long millis) {
    return new ScheduledQuery(id, key, enabled, schedule, user, query, millis, activeExecution);
  }

  public ScheduledQuery withActiveExecution(@Nullable Long execution) {
    return new ScheduledQuery(id, key, enabled, schedule, user, query, nextExecutionAt, execution);
  }
}
