package io.propolis.thrift;

import static io.propolis.thrift.ResourcePlansClient.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.WMAlterTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMDropMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMDropTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMGetTriggersForResourePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMMapping;
import org.apache.hadoop.hive.metastore.api.WMNullablePool;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMPool;
import org.apache.hadoop.hive.metastore.api.WMPoolTrigger;
import org.apache.hadoop.hive.metastore.api.WMResourcePlanStatus;
import org.apache.hadoop.hive.metastore.api.WMTrigger;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a plan is made of: pools, triggers and mappings, and how they are checked. */
class ResourcePlanPartsTest {
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
  void aPoolMovesWithAllThatIsBelowAndRefersToIt() throws TException {
    plans.addPool("default.etl", 0.5, 2);
    plans.addPool("default.etl.slow", 0.5, 1);
    plans.addTrigger("t", "ELAPSED_TIME > 1", "KILL");
    plans.attach("t", "default.etl.slow", false);
    plans.map(user("ann", "default.etl.slow"), false);
    var change = new WMNullablePool("day", "main");
    change.setIsSetSchedulingPolicy(true);
    change.setSchedulingPolicy("fifo");
    plans.alterPool("default", change);

    var plan = plans.plan("day");
    assertThat(plan.getPools())
        .extracting(WMPool::getPoolPath)
        .containsExactly("main", "main.etl", "main.etl.slow");
    assertThat(plan.getPools().get(0).getSchedulingPolicy()).isEqualTo("fifo");
    assertThat(plan.getPlan().getDefaultPoolPath()).isEqualTo("main");
    assertThat(plan.getMappings().get(0).getPoolPath()).isEqualTo("main.etl.slow");
    assertThat(plan.getPoolTriggers())
        .extracting(WMPoolTrigger::getPool)
        .containsExactly("main.etl.slow");

    assertThatThrownBy(() -> plans.alterPool("main.etl", new WMNullablePool("day", "absent.etl")))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("the parent does not exist");
    assertThatThrownBy(() -> plans.alterPool("main", new WMNullablePool("day", "main.main")))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(
            () -> plans.alterPool("main.etl.slow", new WMNullablePool("day", "main.etl")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> plans.addPool("main.etl", 1, 1))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> plans.addPool("absent.pool", 1, 1))
        .isInstanceOf(NoSuchObjectException.class);
    change.setPoolPath("main");
    change.setSchedulingPolicy("luck");
    assertThatThrownBy(() -> plans.alterPool("main", change))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessage("Invalid scheduling policy luck");
  }

  @Test
  void aPoolInUseIsNotDropped() throws TException {
    plans.addPool("etl", 0.5, 2);
    plans.addPool("etl.slow", 0.5, 1);
    plans.addPool("etl2", 0.5, 1);
    plans.map(user("ann", "etl.slow"), false);
    assertThatThrownBy(() -> plans.dropPool("default"))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Cannot drop default pool of a resource plan");
    assertThatThrownBy(() -> plans.dropPool("etl"))
        .hasMessage("Cannot drop a pool that has child pools");
    assertThatThrownBy(() -> plans.dropPool("etl.slow"))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Please remove all mappings for this pool.");
    var unmap = new WMDropMappingRequest();
    unmap.setMapping(user("Ann", null));
    client.drop_wm_mapping(unmap);
    assertThatThrownBy(() -> client.drop_wm_mapping(unmap))
        .isInstanceOf(NoSuchObjectException.class);
    plans.dropPool("etl.slow");
    plans.dropPool("etl");
    assertThatThrownBy(() -> plans.dropPool("etl")).isInstanceOf(NoSuchObjectException.class);
    assertThat(plans.plan("day").getPools())
        .extracting(WMPool::getPoolPath)
        .containsExactly("default", "etl2");
  }

  @Test
  void triggersAreMadeChangedAttachedAndDropped() throws TException {
    plans.addTrigger("Slow", "ELAPSED_TIME > 30000", "KILL");
    assertThatThrownBy(() -> plans.addTrigger("slow", "x", "y"))
        .isInstanceOf(AlreadyExistsException.class);
    plans.attach("slow", "default", false);
    plans.attach("slow", "default", false);
    assertThat(plans.plan("day").getPoolTriggers()).hasSize(1);

    var changed = new WMTrigger("day", "slow");
    changed.setIsInUnmanaged(true);
    var request = new WMAlterTriggerRequest();
    request.setTrigger(changed);
    client.alter_wm_trigger(request);
    var list = new WMGetTriggersForResourePlanRequest();
    list.setResourcePlanName("day");
    assertThat(client.get_triggers_for_resourceplan(list).getTriggers())
        .singleElement()
        .satisfies(
            trigger -> {
              assertThat(trigger.getTriggerExpression()).isEqualTo("ELAPSED_TIME > 30000");
              assertThat(trigger.getActionExpression()).isEqualTo("KILL");
              assertThat(trigger.isIsInUnmanaged()).isTrue();
            });
    plans.attach("slow", "default", true);
    assertThat(plans.plan("day").getPoolTriggers()).isEmpty();
    plans.attach("slow", "default", false);
    assertThatThrownBy(() -> plans.attach("slow", "absent", false))
        .isInstanceOf(NoSuchObjectException.class);
    var drop = new WMDropTriggerRequest();
    drop.setResourcePlanName("day");
    drop.setTriggerName("slow");
    client.drop_wm_trigger(drop);
    assertThat(plans.plan("day").getPoolTriggers()).isEmpty();
    assertThatThrownBy(() -> client.drop_wm_trigger(drop))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void mappingsSendQueriesToAPoolOrToNone() throws TException {
    plans.addPool("etl", 0.5, 2);
    plans.map(user("ann", "etl"), false);
    assertThatThrownBy(() -> plans.map(user("ANN", "etl"), false))
        .isInstanceOf(AlreadyExistsException.class);
    plans.map(new WMMapping("day", "Group", "ops"), false);
    var moved = user("ann", null);
    moved.unsetOrdering();
    plans.map(moved, true);
    assertThat(plans.plan("day").getMappings())
        .satisfiesExactly(
            ops -> {
              assertThat(ops.getEntityType()).isEqualTo("GROUP");
              assertThat(ops.isSetPoolPath()).isFalse();
            },
            ann -> {
              assertThat(ann.getEntityName()).isEqualTo("ann");
              assertThat(ann.isSetPoolPath()).isFalse();
              assertThat(ann.getOrdering()).isEqualTo(3);
            });
    assertThatThrownBy(() -> plans.map(user("bob", "etl"), true))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> plans.map(user("bob", "absent"), false))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> plans.map(new WMMapping("day", "planet", "mars"), false))
        .isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void aPlanThatCannotWorkIsNotEnabled() throws TException {
    assertThat(plans.validate().getErrors()).isEmpty();
    plans.addPool("etl", 0.5, 0);
    plans.addPool("etl.a", 0.7, 1);
    plans.addPool("etl.b", 0.7, 1);
    plans.addTrigger("t", "soon", "MOVE TO nowhere");
    var findings = plans.validate();
    assertThat(findings.getErrors())
        .containsExactlyInAnyOrder(
            "Invalid query parallelism for pool: etl",
            "Sum of root children pools' alloc fraction should be 1.0 got: 1.5 for pool: ",
            "Sum of children pools' alloc fraction should be less than 1 got: 1.4 for pool: etl");
    assertThat(findings.getWarnings())
        .containsExactlyInAnyOrder(
            "Trigger t has no valid expression: soon",
            "Trigger t moves queries to a pool that does not exist: nowhere");
    assertThatThrownBy(
            () -> client.alter_resource_plan(plans.switching("day", WMResourcePlanStatus.ENABLED)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageStartingWith("ResourcePlan: day is invalid: [");
  }

  @Test
  void theSumOfPoolsIsHeldAgainstThePlan() throws TException {
    var change = new WMNullableResourcePlan();
    change.setIsSetQueryParallelism(true);
    change.setQueryParallelism(3);
    client.alter_resource_plan(plans.alter("day", change));
    assertThat(plans.validate().getErrors())
        .containsExactly(
            "Sum of all pools' query parallelism: 4 exceeds resource plan query parallelism: 3");
    change.setQueryParallelism(9);
    client.alter_resource_plan(plans.alter("day", change));
    assertThat(plans.validate().getErrors()).isEmpty();
    assertThat(plans.validate().getWarnings())
        .containsExactly(
            "Sum of all pools' query parallelism: 4 is less than resource plan query parallelism:"
                + " 9");
  }
}
