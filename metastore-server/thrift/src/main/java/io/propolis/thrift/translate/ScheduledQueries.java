package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.ScheduledQueryOperations.Claim;
import io.propolis.catalog.ScheduledQueryOperations.Report;
import io.propolis.catalog.model.workload.ScheduledExecution.State;
import io.propolis.catalog.model.workload.ScheduledQuery.Key;
import org.apache.hadoop.hive.metastore.api.QueryState;
import org.apache.hadoop.hive.metastore.api.ScheduledQuery;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryKey;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryPollResponse;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryProgressInfo;
import org.jspecify.annotations.Nullable;

/** Scheduled queries; Hive counts their times in seconds. */
public final class ScheduledQueries {
  private ScheduledQueries() {}

  /** Throws INVALID when a part is missing. */
  public static Key key(@Nullable ScheduledQueryKey bean) {
    if (bean == null) {
      throw invalid(Entity.SCHEDULED_QUERY, "The request gives no key of a scheduled query");
    }
    return new Key(
        required(Entity.SCHEDULED_QUERY, "cluster namespace", bean.getClusterNamespace()),
        required(Entity.SCHEDULED_QUERY, "name of a scheduled query", bean.getScheduleName()));
  }

  /** Throws INVALID when the key or the schedule is missing. */
  public static io.propolis.catalog.model.workload.ScheduledQuery query(ScheduledQuery bean) {
    return new io.propolis.catalog.model.workload.ScheduledQuery(
        0,
        key(bean.getScheduleKey()),
        bean.isEnabled(),
        required(Entity.SCHEDULED_QUERY, "schedule", bean.getSchedule()),
        bean.getUser(),
        bean.getQuery(),
        bean.isSetNextExecution() ? Times.millis(bean.getNextExecution()) : null,
        null);
  }

  public static ScheduledQuery bean(io.propolis.catalog.model.workload.ScheduledQuery query) {
    var bean = new ScheduledQuery(bean(query.key()));
    bean.setEnabled(query.enabled());
    bean.setSchedule(query.schedule());
    bean.setUser(query.user());
    bean.setQuery(query.query());
    if (query.nextExecutionAt() != null) {
      bean.setNextExecution(seconds(query.nextExecutionAt()));
    }
    return bean;
  }

  /** Hive's 32 bits end in 2038: what comes later is then. */
  private static int seconds(long millis) {
    return (int) Math.min(Math.floorDiv(millis, 1000L), Integer.MAX_VALUE);
  }

  private static ScheduledQueryKey bean(Key key) {
    return new ScheduledQueryKey(key.name(), key.namespace());
  }

  /** The text begins with the query's name, by which people find it in Hive's lists. */
  public static ScheduledQueryPollResponse bean(Claim claim) {
    var bean = new ScheduledQueryPollResponse();
    bean.setScheduleKey(bean(claim.query().key()));
    bean.setExecutionId(claim.execution());
    bean.setUser(claim.query().user());
    bean.setQuery(
        "/* schedule: %s */%s".formatted(claim.query().key().name(), claim.query().query()));
    return bean;
  }

  public static Report report(ScheduledQueryProgressInfo bean) {
    return new Report(
        bean.getScheduledExecutionId(),
        state(bean.getState()),
        bean.getExecutorQueryId(),
        bean.getErrorMessage());
  }

  private static State state(@Nullable QueryState state) {
    if (state == null) {
      throw invalid(Entity.SCHEDULED_QUERY, "The request gives no state");
    }
    return switch (state) {
      case INITED -> State.INITED;
      case EXECUTING -> State.EXECUTING;
      case FAILED -> State.FAILED;
      case FINISHED -> State.FINISHED;
      case TIMED_OUT -> State.TIMED_OUT;
      case AUTO_DISABLED -> State.AUTO_DISABLED;
    };
  }
}
