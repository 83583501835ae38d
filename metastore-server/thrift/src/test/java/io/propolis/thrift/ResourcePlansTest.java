package io.propolis.thrift;

import static io.propolis.thrift.ResourcePlansClient.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.WMCreateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMDropResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMFullResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMGetActiveResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetAllResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMPool;
import org.apache.hadoop.hive.metastore.api.WMResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMResourcePlanStatus;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resource plans as wholes: made, copied, switched, replaced. */
class ResourcePlansTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;
  private ResourcePlansClient plans;

  @BeforeEach
  void connect() throws TException {
    client = given.client();
    plans = new ResourcePlansClient(client);
    plans.create("day", null);
  }

  @Test
  void aNewPlanIsDisabledAndHasAPoolForEverything() throws TException {
    var plan = plans.plan("DAY");
    assertThat(plan.getPlan().getStatus()).isEqualTo(WMResourcePlanStatus.DISABLED);
    assertThat(plan.getPlan().getNs()).isEqualTo("default");
    assertThat(plan.getPlan().getDefaultPoolPath()).isEqualTo("default");
    assertThat(plan.getPlan().isSetQueryParallelism()).isFalse();
    assertThat(plan.getPools())
        .singleElement()
        .satisfies(
            pool -> {
              assertThat(pool.getPoolPath()).isEqualTo("default");
              assertThat(pool.getAllocFraction()).isEqualTo(1.0);
              assertThat(pool.getQueryParallelism()).isEqualTo(4);
            });
    assertThatThrownBy(() -> plans.create("Day", null)).isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> plans.create(" ", null)).isInstanceOf(InvalidObjectException.class);
    assertThatThrownBy(() -> plans.plan("night"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("There is no resource plan named: night in default");
  }

  @Test
  void theParallelismOfAPlanIsThatOfItsDefaultPool() throws TException {
    var wanted = new WMResourcePlan("night");
    wanted.setQueryParallelism(9);
    wanted.setNs("Other");
    var request = new WMCreateResourcePlanRequest();
    request.setResourcePlan(wanted);
    client.create_resource_plan(request);

    var all = new WMGetAllResourcePlanRequest();
    all.setNs("other");
    assertThat(client.get_all_resource_plans(all).getResourcePlans())
        .singleElement()
        .satisfies(plan -> assertThat(plan.getQueryParallelism()).isEqualTo(9));
    assertThat(client.get_all_resource_plans(new WMGetAllResourcePlanRequest()).getResourcePlans())
        .extracting(WMResourcePlan::getName)
        .containsExactly("day");
    var named = new WMGetResourcePlanRequest();
    named.setResourcePlanName("night");
    named.setNs("other");
    assertThat(client.get_resource_plan(named).getResourcePlan().getPools().get(0))
        .satisfies(pool -> assertThat(pool.getQueryParallelism()).isEqualTo(9));
    wanted.setName("none");
    wanted.setQueryParallelism(0);
    assertThatThrownBy(() -> client.create_resource_plan(request))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessage("Query parallelism should be positive.");
  }

  @Test
  void aCopyHasEverythingOfItsModelAndIsDisabled() throws TException {
    plans.addPool("default.etl", 0.5, 2);
    plans.addTrigger("slow", "ELAPSED_TIME > 30000", "MOVE TO default.etl");
    plans.attach("slow", "default", false);
    plans.map(user("ann", "default.etl"), false);
    plans.activate("day");
    plans.create("night", "day");

    var original = plans.plan("day");
    var copy = plans.plan("night");
    assertThat(copy.getPlan().getStatus()).isEqualTo(WMResourcePlanStatus.DISABLED);
    assertThat(copy.getPools()).extracting(WMPool::getPoolPath).contains("default.etl");
    assertThat(copy.getPoolTriggers()).isEqualTo(original.getPoolTriggers()).hasSize(1);
    assertThat(copy.getTriggers()).hasSize(1);
    assertThat(copy.getMappings())
        .singleElement()
        .satisfies(mapping -> assertThat(mapping.getPoolPath()).isEqualTo("default.etl"));
    assertThatThrownBy(() -> plans.create("third", "absent"))
        .isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void onePlanIsActiveAndAnotherTakesItsPlace() throws TException {
    plans.create("night", null);
    assertThatThrownBy(
            () -> client.alter_resource_plan(plans.switching("day", WMResourcePlanStatus.ACTIVE)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("is disabled and should be enabled before activation");
    assertThat(active()).isNull();

    assertThat(plans.activate("day").getPlan().getStatus()).isEqualTo(WMResourcePlanStatus.ACTIVE);
    assertThat(active().getPlan().getName()).isEqualTo("day");
    client.alter_resource_plan(plans.switching("night", WMResourcePlanStatus.ENABLED));
    assertThat(client.alter_resource_plan(plans.switching("night", WMResourcePlanStatus.ACTIVE)))
        .satisfies(answer -> assertThat(answer.isSetFullResourcePlan()).isTrue());
    assertThat(plans.status("day")).isEqualTo(WMResourcePlanStatus.ENABLED);
    assertThat(active().getPlan().getName()).isEqualTo("night");

    assertThatThrownBy(
            () ->
                client.alter_resource_plan(plans.switching("night", WMResourcePlanStatus.DISABLED)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("is active; activate another plan first");
    var drop = new WMDropResourcePlanRequest();
    drop.setResourcePlanName("night");
    assertThatThrownBy(() -> client.drop_resource_plan(drop))
        .isInstanceOf(MetaException.class)
        .hasMessage("Cannot drop an active resource plan");
    var force = plans.switching(null, WMResourcePlanStatus.ENABLED);
    force.setIsForceDeactivate(true);
    client.alter_resource_plan(force);
    assertThat(active()).isNull();
    client.drop_resource_plan(drop);
    assertThatThrownBy(() -> plans.plan("night")).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.alter_resource_plan(force))
        .isInstanceOf(NoSuchObjectException.class);
  }

  private WMFullResourcePlan active() throws TException {
    return client.get_active_resource_plan(new WMGetActiveResourcePlanRequest()).getResourcePlan();
  }

  @Test
  void onlyADisabledPlanChanges() throws TException {
    client.alter_resource_plan(plans.switching("day", WMResourcePlanStatus.ENABLED));
    assertThatThrownBy(() -> plans.addPool("etl", 0.5, 2))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessage("Resource plan must be disabled to edit it.");
    assertThatThrownBy(() -> plans.dropPool("default"))
        .isInstanceOf(InvalidOperationException.class);
    var renamed = new WMNullableResourcePlan();
    renamed.setName("night");
    assertThatThrownBy(() -> client.alter_resource_plan(plans.alter("day", renamed)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Resource plan must be disabled to edit it.");
    renamed.setStatus(WMResourcePlanStatus.DISABLED);
    assertThatThrownBy(() -> client.alter_resource_plan(plans.alter("day", renamed)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Cannot change values during status switch.");
    client.alter_resource_plan(plans.switching("day", WMResourcePlanStatus.DISABLED));
    plans.addPool("etl", 0.5, 2);
  }

  @Test
  void aDisabledPlanTakesANameAParallelismAndADefaultPool() throws TException {
    plans.addPool("etl", 0.5, 2);
    var change = new WMNullableResourcePlan();
    change.setName("Night");
    change.setIsSetQueryParallelism(true);
    change.setQueryParallelism(6);
    change.setIsSetDefaultPoolPath(true);
    change.setDefaultPoolPath("etl");
    client.alter_resource_plan(plans.alter("day", change));
    assertThat(plans.plan("night").getPlan())
        .satisfies(
            plan -> {
              assertThat(plan.getQueryParallelism()).isEqualTo(6);
              assertThat(plan.getDefaultPoolPath()).isEqualTo("etl");
            });
    var cleared = new WMNullableResourcePlan();
    cleared.setIsSetQueryParallelism(true);
    cleared.setIsSetDefaultPoolPath(true);
    client.alter_resource_plan(plans.alter("night", cleared));
    assertThat(plans.plan("night").getPlan().isSetQueryParallelism()).isFalse();
    assertThat(plans.plan("night").getPlan().isSetDefaultPoolPath()).isFalse();

    plans.create("day", null);
    var taken = new WMNullableResourcePlan();
    taken.setName("day");
    assertThatThrownBy(() -> client.alter_resource_plan(plans.alter("night", taken)))
        .isInstanceOf(InvalidOperationException.class);
    var moved = new WMNullableResourcePlan();
    moved.setNs("elsewhere");
    assertThatThrownBy(() -> client.alter_resource_plan(plans.alter("night", moved)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Cannot change ns; from default to elsewhere");
  }

  @Test
  void aPlanThatReplacesAnotherTakesItsNameAndStatus() throws TException {
    plans.addPool("default.etl", 0.5, 2);
    plans.create("draft", "day");
    plans.activate("day");
    var change = new WMNullableResourcePlan();
    change.setStatus(WMResourcePlanStatus.ACTIVE);
    var replace = plans.alter("draft", change);
    replace.setIsReplace(true);
    var answer = client.alter_resource_plan(replace).getFullResourcePlan();

    assertThat(answer.getPlan().getName()).isEqualTo("day");
    assertThat(active().getPools()).hasSize(2);
    assertThat(client.get_all_resource_plans(new WMGetAllResourcePlanRequest()).getResourcePlans())
        .hasSize(2)
        .anySatisfy(
            old -> {
              assertThat(old.getName()).matches("day_old_\\d{4}(_\\d\\d){5}");
              assertThat(old.getStatus()).isEqualTo(WMResourcePlanStatus.DISABLED);
            });
    var itself = new WMNullableResourcePlan();
    itself.setName("day");
    var same = plans.alter("day", itself);
    same.setIsReplace(true);
    assertThatThrownBy(() -> client.alter_resource_plan(same))
        .hasMessage("A plan cannot replace itself");
    same.setIsForceDeactivate(true);
    assertThatThrownBy(() -> client.alter_resource_plan(same))
        .isInstanceOf(MetaException.class)
        .hasMessage("Invalid request; multiple flags are set");
  }

  @Test
  void ofPlansActivatedAtOnceOneIsActive() throws Exception {
    var names = List.of("p1", "p2", "p3", "p4");
    for (var name : names) {
      plans.create(name, null);
    }
    var pool = Executors.newFixedThreadPool(names.size());
    try {
      var work = new ArrayList<Callable<Object>>();
      for (var name : names) {
        var own = given.client();
        var request = plans.switching(name, WMResourcePlanStatus.ACTIVE);
        request.setIsEnableAndActivate(true);
        work.add(() -> own.alter_resource_plan(request));
      }
      for (var done : pool.invokeAll(work)) {
        done.get();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(client.get_all_resource_plans(new WMGetAllResourcePlanRequest()).getResourcePlans())
        .filteredOn(plan -> plan.getStatus() == WMResourcePlanStatus.ACTIVE)
        .hasSize(1);
  }
}
