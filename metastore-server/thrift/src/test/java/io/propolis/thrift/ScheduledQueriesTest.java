package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.InvalidInputException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.QueryState;
import org.apache.hadoop.hive.metastore.api.ScheduledQuery;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryKey;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryMaintenanceRequest;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryMaintenanceRequestType;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryPollRequest;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryPollResponse;
import org.apache.hadoop.hive.metastore.api.ScheduledQueryProgressInfo;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScheduledQueriesTest {
  /** Beyond what 32 bits count in seconds. */
  private static final String RARELY = "0 0 0 1 1 ? 2099";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private static ScheduledQuery query(String name, String schedule) {
    var query = new ScheduledQuery(new ScheduledQueryKey(name, "hive"));
    query.setEnabled(true);
    query.setSchedule(schedule);
    query.setUser("ann");
    query.setQuery("SELECT 1");
    return query;
  }

  private void create(ScheduledQuery query) throws TException {
    maintain(ScheduledQueryMaintenanceRequestType.CREATE, query);
  }

  /** Makes it due, as Hive's ALTER … EXECUTE does. */
  private void execute(ScheduledQuery query) throws TException {
    query.setNextExecution((int) (System.currentTimeMillis() / 1000) - 1);
    maintain(ScheduledQueryMaintenanceRequestType.ALTER, query);
  }

  private void maintain(ScheduledQueryMaintenanceRequestType type, ScheduledQuery query)
      throws TException {
    client.scheduled_query_maintenance(new ScheduledQueryMaintenanceRequest(type, query));
  }

  private static ScheduledQueryPollResponse poll(MetastoreClient client) throws TException {
    return client.scheduled_query_poll(new ScheduledQueryPollRequest("hive"));
  }

  private ScheduledQuery find(String name) throws TException {
    return client.get_scheduled_query(new ScheduledQueryKey(name, "hive"));
  }

  private void report(long execution, QueryState state) throws TException {
    client.scheduled_query_progress(new ScheduledQueryProgressInfo(execution, state, "hive_1"));
  }

  @Test
  void aQueryComesBackWithTheTimeOfItsNextExecution() throws TException {
    var query = query("Nightly", RARELY);
    create(query);
    var found = find("Nightly");
    assertThat(found.getNextExecution()).isEqualTo(Integer.MAX_VALUE);
    found.unsetNextExecution();
    assertThat(found).isEqualTo(query);
    assertThatThrownBy(() -> create(query))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessage("Scheduled query with name: Nightly@hive already exists.");
    assertThatThrownBy(() -> find("absent"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("There is no scheduled query for: absent@hive");

    query.setEnabled(false);
    query.setQuery("SELECT 2");
    maintain(ScheduledQueryMaintenanceRequestType.ALTER, query);
    assertThat(find("Nightly").isEnabled()).isFalse();
    assertThat(find("Nightly").getQuery()).isEqualTo("SELECT 2");
    maintain(ScheduledQueryMaintenanceRequestType.DROP, query);
    assertThatThrownBy(() -> maintain(ScheduledQueryMaintenanceRequestType.DROP, query))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> maintain(ScheduledQueryMaintenanceRequestType.ALTER, query))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void whatIsNoScheduleIsRefused() {
    for (var schedule : List.of("", "often", "99 0 0 * * ?", "* * * * *")) {
      assertThatThrownBy(() -> create(query("q", schedule)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("Invalid QUARTZ schedule expression: '" + schedule + "'");
    }
  }

  @Test
  void aDueQueryIsHandedOutWithItsUserAndReportedOn() throws TException {
    assertThat(poll(client)).isEqualTo(new ScheduledQueryPollResponse());
    var query = query("q", RARELY);
    create(query);
    execute(query);
    var claim = poll(client);
    assertThat(claim.getScheduleKey()).isEqualTo(query.getScheduleKey());
    assertThat(claim.getQuery()).isEqualTo("/* schedule: q */SELECT 1");
    assertThat(claim.getUser()).isEqualTo("ann");
    assertThat(find("q").getNextExecution()).isEqualTo(Integer.MAX_VALUE);
    assertThat(poll(client).isSetExecutionId()).isFalse();

    report(claim.getExecutionId(), QueryState.EXECUTING);
    report(claim.getExecutionId(), QueryState.EXECUTING);
    report(claim.getExecutionId(), QueryState.FINISHED);
    assertThatThrownBy(() -> report(claim.getExecutionId(), QueryState.EXECUTING))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Invalid state change: FINISHED=>EXECUTING");
    assertThatThrownBy(() -> report(claim.getExecutionId() + 1, QueryState.EXECUTING))
        .isInstanceOf(InvalidOperationException.class);
    execute(query);
    assertThat(poll(client).getExecutionId()).isGreaterThan(claim.getExecutionId());
  }

  @Test
  void manyServersThatPollAtOnceGetEachQueryOnce() throws Exception {
    int queries = 20;
    for (int i = 0; i < queries; i++) {
      var query = query("q" + i, RARELY);
      create(query);
      execute(query);
    }
    var claimed = new ArrayList<String>();
    var pool = Executors.newFixedThreadPool(8);
    try {
      var work = new ArrayList<Callable<List<String>>>();
      for (int server = 0; server < 8; server++) {
        var own = given.client();
        work.add(() -> claims(own));
      }
      for (var done : pool.invokeAll(work)) {
        claimed.addAll(done.get());
      }
    } finally {
      pool.shutdown();
    }
    assertThat(claimed).hasSize(queries).doesNotHaveDuplicates();
  }

  private static List<String> claims(MetastoreClient client) throws TException {
    var claims = new ArrayList<String>();
    for (var claim = poll(client); claim.isSetExecutionId(); claim = poll(client)) {
      claims.add(claim.getScheduleKey().getScheduleName());
    }
    return claims;
  }
}
