package io.propolis.thrift;

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
import org.apache.hadoop.hive.metastore.api.WMAlterPoolRequest;
import org.apache.hadoop.hive.metastore.api.WMAlterResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMAlterTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateOrDropTriggerToPoolMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateOrUpdateMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMCreatePoolRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMDropMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMDropPoolRequest;
import org.apache.hadoop.hive.metastore.api.WMDropResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMDropTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMFullResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMGetActiveResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetAllResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetTriggersForResourePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMMapping;
import org.apache.hadoop.hive.metastore.api.WMNullablePool;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMPool;
import org.apache.hadoop.hive.metastore.api.WMPoolTrigger;
import org.apache.hadoop.hive.metastore.api.WMResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMResourcePlanStatus;
import org.apache.hadoop.hive.metastore.api.WMTrigger;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanResponse;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResourcePlansTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() throws TException {
    client = given.client();
    create("day", null);
  }

  private void create(String name, String copyFrom) throws TException {
    var request = new WMCreateResourcePlanRequest();
    request.setResourcePlan(new WMResourcePlan(name));
    request.setCopyFrom(copyFrom);
    client.create_resource_plan(request);
  }

  private WMFullResourcePlan plan(String name) throws TException {
    var request = new WMGetResourcePlanRequest();
    request.setResourcePlanName(name);
    return client.get_resource_plan(request).getResourcePlan();
  }

  private WMResourcePlanStatus status(String name) throws TException {
    return plan(name).getPlan().getStatus();
  }

  private WMAlterResourcePlanRequest alter(String name, WMNullableResourcePlan change) {
    var request = new WMAlterResourcePlanRequest();
    request.setResourcePlanName(name);
    request.setResourcePlan(change);
    return request;
  }

  private WMAlterResourcePlanRequest switching(String name, WMResourcePlanStatus status) {
    var change = new WMNullableResourcePlan();
    change.setStatus(status);
    return alter(name, change);
  }

  private WMFullResourcePlan activate(String name) throws TException {
    var request = switching(name, WMResourcePlanStatus.ACTIVE);
    request.setIsEnableAndActivate(true);
    return client.alter_resource_plan(request).getFullResourcePlan();
  }

  private void addPool(String path, double fraction, int parallelism) throws TException {
    var pool = new WMPool("day", path);
    pool.setAllocFraction(fraction);
    pool.setQueryParallelism(parallelism);
    var request = new WMCreatePoolRequest();
    request.setPool(pool);
    client.create_wm_pool(request);
  }

  private void alterPool(String path, WMNullablePool change) throws TException {
    var request = new WMAlterPoolRequest();
    request.setPoolPath(path);
    request.setPool(change);
    client.alter_wm_pool(request);
  }

  private void dropPool(String path) throws TException {
    var request = new WMDropPoolRequest();
    request.setResourcePlanName("day");
    request.setPoolPath(path);
    client.drop_wm_pool(request);
  }

  private void addTrigger(String name, String condition, String action) throws TException {
    var trigger = new WMTrigger("day", name);
    trigger.setTriggerExpression(condition);
    trigger.setActionExpression(action);
    var request = new WMCreateTriggerRequest();
    request.setTrigger(trigger);
    client.create_wm_trigger(request);
  }

  private void attach(String trigger, String pool, boolean drop) throws TException {
    var request = new WMCreateOrDropTriggerToPoolMappingRequest();
    request.setResourcePlanName("day");
    request.setTriggerName(trigger);
    request.setPoolPath(pool);
    request.setDrop(drop);
    client.create_or_drop_wm_trigger_to_pool_mapping(request);
  }

  private void map(WMMapping mapping, boolean update) throws TException {
    var request = new WMCreateOrUpdateMappingRequest();
    request.setMapping(mapping);
    request.setUpdate(update);
    client.create_or_update_wm_mapping(request);
  }

  private WMValidateResourcePlanResponse validate() throws TException {
    var request = new WMValidateResourcePlanRequest();
    request.setResourcePlanName("day");
    return client.validate_resource_plan(request);
  }

  private static WMMapping user(String name, String pool) {
    var mapping = new WMMapping("day", "user", name);
    mapping.setPoolPath(pool);
    mapping.setOrdering(3);
    return mapping;
  }

  @Test
  void aNewPlanIsDisabledAndHasAPoolForEverything() throws TException {
    var plan = plan("DAY");
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
    assertThatThrownBy(() -> create("Day", null)).isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> create(" ", null)).isInstanceOf(InvalidObjectException.class);
    assertThatThrownBy(() -> plan("night"))
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
    addPool("default.etl", 0.5, 2);
    addTrigger("slow", "ELAPSED_TIME > 30000", "MOVE TO default.etl");
    attach("slow", "default", false);
    map(user("ann", "default.etl"), false);
    activate("day");
    create("night", "day");

    var original = plan("day");
    var copy = plan("night");
    assertThat(copy.getPlan().getStatus()).isEqualTo(WMResourcePlanStatus.DISABLED);
    assertThat(copy.getPools()).extracting(WMPool::getPoolPath).contains("default.etl");
    assertThat(copy.getPoolTriggers()).isEqualTo(original.getPoolTriggers()).hasSize(1);
    assertThat(copy.getTriggers()).hasSize(1);
    assertThat(copy.getMappings())
        .singleElement()
        .satisfies(mapping -> assertThat(mapping.getPoolPath()).isEqualTo("default.etl"));
    assertThatThrownBy(() -> create("third", "absent")).isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void onePlanIsActiveAndAnotherTakesItsPlace() throws TException {
    create("night", null);
    assertThatThrownBy(
            () -> client.alter_resource_plan(switching("day", WMResourcePlanStatus.ACTIVE)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("is disabled and should be enabled before activation");
    assertThat(active()).isNull();

    assertThat(activate("day").getPlan().getStatus()).isEqualTo(WMResourcePlanStatus.ACTIVE);
    assertThat(active().getPlan().getName()).isEqualTo("day");
    client.alter_resource_plan(switching("night", WMResourcePlanStatus.ENABLED));
    assertThat(client.alter_resource_plan(switching("night", WMResourcePlanStatus.ACTIVE)))
        .satisfies(answer -> assertThat(answer.isSetFullResourcePlan()).isTrue());
    assertThat(status("day")).isEqualTo(WMResourcePlanStatus.ENABLED);
    assertThat(active().getPlan().getName()).isEqualTo("night");

    assertThatThrownBy(
            () -> client.alter_resource_plan(switching("night", WMResourcePlanStatus.DISABLED)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("is active; activate another plan first");
    var drop = new WMDropResourcePlanRequest();
    drop.setResourcePlanName("night");
    assertThatThrownBy(() -> client.drop_resource_plan(drop))
        .isInstanceOf(MetaException.class)
        .hasMessage("Cannot drop an active resource plan");
    var force = switching(null, WMResourcePlanStatus.ENABLED);
    force.setIsForceDeactivate(true);
    client.alter_resource_plan(force);
    assertThat(active()).isNull();
    client.drop_resource_plan(drop);
    assertThatThrownBy(() -> plan("night")).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.alter_resource_plan(force))
        .isInstanceOf(NoSuchObjectException.class);
  }

  private WMFullResourcePlan active() throws TException {
    return client.get_active_resource_plan(new WMGetActiveResourcePlanRequest()).getResourcePlan();
  }

  @Test
  void onlyADisabledPlanChanges() throws TException {
    client.alter_resource_plan(switching("day", WMResourcePlanStatus.ENABLED));
    assertThatThrownBy(() -> addPool("etl", 0.5, 2))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessage("Resource plan must be disabled to edit it.");
    assertThatThrownBy(() -> dropPool("default")).isInstanceOf(InvalidOperationException.class);
    var renamed = new WMNullableResourcePlan();
    renamed.setName("night");
    assertThatThrownBy(() -> client.alter_resource_plan(alter("day", renamed)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Resource plan must be disabled to edit it.");
    renamed.setStatus(WMResourcePlanStatus.DISABLED);
    assertThatThrownBy(() -> client.alter_resource_plan(alter("day", renamed)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Cannot change values during status switch.");
    client.alter_resource_plan(switching("day", WMResourcePlanStatus.DISABLED));
    addPool("etl", 0.5, 2);
  }

  @Test
  void aDisabledPlanTakesANameAParallelismAndADefaultPool() throws TException {
    addPool("etl", 0.5, 2);
    var change = new WMNullableResourcePlan();
    change.setName("Night");
    change.setIsSetQueryParallelism(true);
    change.setQueryParallelism(6);
    change.setIsSetDefaultPoolPath(true);
    change.setDefaultPoolPath("etl");
    client.alter_resource_plan(alter("day", change));
    assertThat(plan("night").getPlan())
        .satisfies(
            plan -> {
              assertThat(plan.getQueryParallelism()).isEqualTo(6);
              assertThat(plan.getDefaultPoolPath()).isEqualTo("etl");
            });
    var cleared = new WMNullableResourcePlan();
    cleared.setIsSetQueryParallelism(true);
    cleared.setIsSetDefaultPoolPath(true);
    client.alter_resource_plan(alter("night", cleared));
    assertThat(plan("night").getPlan().isSetQueryParallelism()).isFalse();
    assertThat(plan("night").getPlan().isSetDefaultPoolPath()).isFalse();

    create("day", null);
    var taken = new WMNullableResourcePlan();
    taken.setName("day");
    assertThatThrownBy(() -> client.alter_resource_plan(alter("night", taken)))
        .isInstanceOf(InvalidOperationException.class);
    var moved = new WMNullableResourcePlan();
    moved.setNs("elsewhere");
    assertThatThrownBy(() -> client.alter_resource_plan(alter("night", moved)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Cannot change ns; from default to elsewhere");
  }

  @Test
  void aPlanThatReplacesAnotherTakesItsNameAndStatus() throws TException {
    addPool("default.etl", 0.5, 2);
    create("draft", "day");
    activate("day");
    var change = new WMNullableResourcePlan();
    change.setStatus(WMResourcePlanStatus.ACTIVE);
    var replace = alter("draft", change);
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
    var same = alter("day", itself);
    same.setIsReplace(true);
    assertThatThrownBy(() -> client.alter_resource_plan(same))
        .hasMessage("A plan cannot replace itself");
    same.setIsForceDeactivate(true);
    assertThatThrownBy(() -> client.alter_resource_plan(same))
        .isInstanceOf(MetaException.class)
        .hasMessage("Invalid request; multiple flags are set");
  }

  @Test
  void aPoolMovesWithAllThatIsBelowAndRefersToIt() throws TException {
    addPool("default.etl", 0.5, 2);
    addPool("default.etl.slow", 0.5, 1);
    addTrigger("t", "ELAPSED_TIME > 1", "KILL");
    attach("t", "default.etl.slow", false);
    map(user("ann", "default.etl.slow"), false);
    var change = new WMNullablePool("day", "main");
    change.setIsSetSchedulingPolicy(true);
    change.setSchedulingPolicy("fifo");
    alterPool("default", change);

    var plan = plan("day");
    assertThat(plan.getPools())
        .extracting(WMPool::getPoolPath)
        .containsExactly("main", "main.etl", "main.etl.slow");
    assertThat(plan.getPools().get(0).getSchedulingPolicy()).isEqualTo("fifo");
    assertThat(plan.getPlan().getDefaultPoolPath()).isEqualTo("main");
    assertThat(plan.getMappings().get(0).getPoolPath()).isEqualTo("main.etl.slow");
    assertThat(plan.getPoolTriggers())
        .extracting(WMPoolTrigger::getPool)
        .containsExactly("main.etl.slow");

    assertThatThrownBy(() -> alterPool("main.etl", new WMNullablePool("day", "absent.etl")))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("the parent does not exist");
    assertThatThrownBy(() -> alterPool("main", new WMNullablePool("day", "main.main")))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> alterPool("main.etl.slow", new WMNullablePool("day", "main.etl")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> addPool("main.etl", 1, 1)).isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> addPool("absent.pool", 1, 1))
        .isInstanceOf(NoSuchObjectException.class);
    change.setPoolPath("main");
    change.setSchedulingPolicy("luck");
    assertThatThrownBy(() -> alterPool("main", change))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessage("Invalid scheduling policy luck");
  }

  @Test
  void aPoolInUseIsNotDropped() throws TException {
    addPool("etl", 0.5, 2);
    addPool("etl.slow", 0.5, 1);
    addPool("etl2", 0.5, 1);
    map(user("ann", "etl.slow"), false);
    assertThatThrownBy(() -> dropPool("default"))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Cannot drop default pool of a resource plan");
    assertThatThrownBy(() -> dropPool("etl")).hasMessage("Cannot drop a pool that has child pools");
    assertThatThrownBy(() -> dropPool("etl.slow"))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Please remove all mappings for this pool.");
    var unmap = new WMDropMappingRequest();
    unmap.setMapping(user("Ann", null));
    client.drop_wm_mapping(unmap);
    assertThatThrownBy(() -> client.drop_wm_mapping(unmap))
        .isInstanceOf(NoSuchObjectException.class);
    dropPool("etl.slow");
    dropPool("etl");
    assertThatThrownBy(() -> dropPool("etl")).isInstanceOf(NoSuchObjectException.class);
    assertThat(plan("day").getPools())
        .extracting(WMPool::getPoolPath)
        .containsExactly("default", "etl2");
  }

  @Test
  void triggersAreMadeChangedAttachedAndDropped() throws TException {
    addTrigger("Slow", "ELAPSED_TIME > 30000", "KILL");
    assertThatThrownBy(() -> addTrigger("slow", "x", "y"))
        .isInstanceOf(AlreadyExistsException.class);
    attach("slow", "default", false);
    attach("slow", "default", false);
    assertThat(plan("day").getPoolTriggers()).hasSize(1);

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
    attach("slow", "default", true);
    assertThat(plan("day").getPoolTriggers()).isEmpty();
    attach("slow", "default", false);
    assertThatThrownBy(() -> attach("slow", "absent", false))
        .isInstanceOf(NoSuchObjectException.class);
    var drop = new WMDropTriggerRequest();
    drop.setResourcePlanName("day");
    drop.setTriggerName("slow");
    client.drop_wm_trigger(drop);
    assertThat(plan("day").getPoolTriggers()).isEmpty();
    assertThatThrownBy(() -> client.drop_wm_trigger(drop))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void mappingsSendQueriesToAPoolOrToNone() throws TException {
    addPool("etl", 0.5, 2);
    map(user("ann", "etl"), false);
    assertThatThrownBy(() -> map(user("ANN", "etl"), false))
        .isInstanceOf(AlreadyExistsException.class);
    map(new WMMapping("day", "Group", "ops"), false);
    var moved = user("ann", null);
    moved.unsetOrdering();
    map(moved, true);
    assertThat(plan("day").getMappings())
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
    assertThatThrownBy(() -> map(user("bob", "etl"), true))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> map(user("bob", "absent"), false))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> map(new WMMapping("day", "planet", "mars"), false))
        .isInstanceOf(InvalidObjectException.class);
  }

  @Test
  void aPlanThatCannotWorkIsNotEnabled() throws TException {
    assertThat(validate().getErrors()).isEmpty();
    addPool("etl", 0.5, 0);
    addPool("etl.a", 0.7, 1);
    addPool("etl.b", 0.7, 1);
    addTrigger("t", "soon", "MOVE TO nowhere");
    var findings = validate();
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
            () -> client.alter_resource_plan(switching("day", WMResourcePlanStatus.ENABLED)))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageStartingWith("ResourcePlan: day is invalid: [");
  }

  @Test
  void theSumOfPoolsIsHeldAgainstThePlan() throws TException {
    var change = new WMNullableResourcePlan();
    change.setIsSetQueryParallelism(true);
    change.setQueryParallelism(3);
    client.alter_resource_plan(alter("day", change));
    assertThat(validate().getErrors())
        .containsExactly(
            "Sum of all pools' query parallelism: 4 exceeds resource plan query parallelism: 3");
    change.setQueryParallelism(9);
    client.alter_resource_plan(alter("day", change));
    assertThat(validate().getErrors()).isEmpty();
    assertThat(validate().getWarnings())
        .containsExactly(
            "Sum of all pools' query parallelism: 4 is less than resource plan query parallelism: 9");
  }

  @Test
  void ofPlansActivatedAtOnceOneIsActive() throws Exception {
    var names = List.of("p1", "p2", "p3", "p4");
    for (var name : names) {
      create(name, null);
    }
    var pool = Executors.newFixedThreadPool(names.size());
    try {
      var work = new ArrayList<Callable<Object>>();
      for (var name : names) {
        var own = given.client();
        var request = switching(name, WMResourcePlanStatus.ACTIVE);
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
