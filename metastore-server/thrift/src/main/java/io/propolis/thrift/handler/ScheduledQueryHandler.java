package io.propolis.thrift.handler;

import static io.propolis.thrift.handler.Requests.given;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.ScheduledQueryOperations;
import io.propolis.catalog.Schedules;
import io.propolis.thrift.translate.ScheduledQueries;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.time.ZoneId;
import org.apache.hadoop.hive.metastore.api.ScheduledQuery;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryKey;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryMaintenanceRequest;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryPollRequest;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryPollResponse;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryProgressInfo;

/** Scheduled queries. Their schedules are in the server's time zone, as Hive's are. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ScheduledQueryHandler implements Handler {
  private final Door door;
  private final Schedules schedules = new QuartzSchedules(ZoneId.systemDefault());

  ScheduledQueryHandler(Door door) {
    this.door = door;
  }

  private ScheduledQueryOperations queries(ClientSession client) {
    return door.as(client).scheduledQueries(schedules);
  }

  public void scheduled_query_maintenance(
      ClientSession client, ScheduledQueryMaintenanceRequest request) {
    var type = given(Entity.SCHEDULED_QUERY, "type of maintenance", request.getType());
    var query = given(Entity.SCHEDULED_QUERY, "scheduled query", request.getScheduledQuery());
    switch (type) {
      case CREATE -> queries(client).create(ScheduledQueries.query(query));
      case ALTER -> queries(client).alter(ScheduledQueries.query(query));
      case DROP -> queries(client).drop(ScheduledQueries.key(query.getScheduleKey()));
    }
  }

  public ScheduledQueryPollResponse scheduled_query_poll(
      ClientSession client, ScheduledQueryPollRequest request) {
    return queries(client)
        .poll(required(Entity.SCHEDULED_QUERY, "cluster namespace", request.getClusterNamespace()))
        .map(ScheduledQueries::bean)
        .orElseGet(ScheduledQueryPollResponse::new);
  }

  public void scheduled_query_progress(ClientSession client, ScheduledQueryProgressInfo info) {
    queries(client).report(ScheduledQueries.report(info));
  }

  public ScheduledQuery get_scheduled_query(ClientSession client, ScheduledQueryKey key) {
    return ScheduledQueries.bean(queries(client).require(ScheduledQueries.key(key)));
  }
}
