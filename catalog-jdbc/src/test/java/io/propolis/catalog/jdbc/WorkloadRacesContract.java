package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.ScheduledQueryOperations;
import io.propolis.catalog.ScheduledQueryOperations.Claim;
import io.propolis.catalog.ScheduledQueryOperations.Report;
import io.propolis.catalog.Schedules;
import io.propolis.catalog.model.workload.ReplicationMetrics;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Status;
import io.propolis.catalog.model.workload.ResourcePlanChange;
import io.propolis.catalog.model.workload.ScheduledExecution.State;
import io.propolis.catalog.model.workload.ScheduledQuery;
import io.propolis.catalog.model.workload.ScheduledQuery.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What several Hive servers do at once through two nodes of one database. */
abstract class WorkloadRacesContract extends NodesOfOneDatabase {
  private static final Schedules TOMORROW =
      (expression, moment) -> Optional.of(moment.plus(Duration.ofDays(1)));

  @Test
  void everyDueQueryIsTakenByOneServer() throws Exception {
    int queries = 24;
    var namespace = "races";
    for (int i = 0; i < queries; i++) {
      var query =
          new ScheduledQuery(
              0, new Key(namespace, "q" + i), true, "daily", "ann", "SELECT 1", null, null);
      var scheduled = session(0).scheduledQueries(TOMORROW);
      scheduled.create(query);
      scheduled.alter(query.withNextExecutionAt(1L));
    }
    var claims =
        atOnce(server -> claims(session(server).scheduledQueries(TOMORROW), namespace)).stream()
            .flatMap(List::stream)
            .toList();
    assertThat(claims).hasSize(queries);
    assertThat(claims).extracting(claim -> claim.query().key()).doesNotHaveDuplicates();
    assertThat(claims).extracting(Claim::execution).doesNotHaveDuplicates();
  }

  /** Servers report while others poll. */
  private static List<Claim> claims(ScheduledQueryOperations queries, String namespace) {
    var claims = new ArrayList<Claim>();
    for (var claim = queries.poll(namespace); claim.isPresent(); claim = queries.poll(namespace)) {
      claims.add(claim.get());
      queries.report(new Report(claim.get().execution(), State.EXECUTING, "hive", null));
      queries.report(new Report(claim.get().execution(), State.FINISHED, "hive", null));
    }
    return claims;
  }

  @Test
  void ofPlansActivatedAtOnceOneIsActive() throws Exception {
    var namespace = "races";
    for (int i = 0; i < SERVERS; i++) {
      session(0).resourcePlans().create(new ResourcePlan.Name(namespace, "p" + i), null);
    }
    var activate = new ResourcePlanChange(null, null, Status.ACTIVE, null, null);
    atOnce(
        server ->
            session(server)
                .resourcePlans()
                .alter(
                    namespace,
                    "p" + server,
                    activate,
                    ResourcePlanChange.Mode.ENABLE_AND_ACTIVATE));
    assertThat(session(0).resourcePlans().all(namespace))
        .filteredOn(plan -> plan.status() == Status.ACTIVE)
        .hasSize(1);
  }

  @Test
  void propertiesAndMetricsOfOneThingAreMergedWhoeverSetsThem() throws Exception {
    atOnce(
        server -> {
          session(server).properties().set("hms", Map.of("races.t.p" + server, "v"));
          var parts =
              server % 2 == 0
                  ? new ReplicationMetrics(77, "races", 7, 0, "metadata", null, "json")
                  : new ReplicationMetrics(77, "races", 7, 0, null, "progress", "json");
          session(server).reports().add(List.of(parts));
          return server;
        });
    assertThat(session(0).properties().select("hms", "races.t", map -> map).get("races.t"))
        .hasSize(SERVERS);
    assertThat(session(0).reports().ofPolicy("races"))
        .singleElement()
        .satisfies(
            metrics -> {
              assertThat(metrics.metadata()).isEqualTo("metadata");
              assertThat(metrics.progress()).isEqualTo("progress");
            });
  }
}
