package io.propolis.thrift.handler;

import static io.propolis.thrift.handler.Requests.given;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.rules.PoolRules;
import io.propolis.catalog.rules.TriggerRules;
import io.propolis.thrift.translate.ResourcePlans;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.function.UnaryOperator;
import org.apache.hadoop.hive.metastore.api.WMAlterPoolRequest;
import org.apache.hadoop.hive.metastore.api.WMAlterPoolResponse;
import org.apache.hadoop.hive.metastore.api.WMAlterTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMAlterTriggerResponse;
import org.apache.hadoop.hive.metastore.api.WMCreateOrDropTriggerToPoolMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateOrDropTriggerToPoolMappingResponse;
import org.apache.hadoop.hive.metastore.api.WMCreateOrUpdateMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateOrUpdateMappingResponse;
import org.apache.hadoop.hive.metastore.api.WMCreatePoolRequest;
import org.apache.hadoop.hive.metastore.api.WMCreatePoolResponse;
import org.apache.hadoop.hive.metastore.api.WMCreateTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateTriggerResponse;
import org.apache.hadoop.hive.metastore.api.WMDropMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMDropMappingResponse;
import org.apache.hadoop.hive.metastore.api.WMDropPoolRequest;
import org.apache.hadoop.hive.metastore.api.WMDropPoolResponse;
import org.apache.hadoop.hive.metastore.api.WMDropTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMDropTriggerResponse;
import org.apache.hadoop.hive.metastore.api.WMGetTriggersForResourePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetTriggersForResourePlanResponse;
import org.jspecify.annotations.Nullable;

/** Pools, triggers and mappings of resource plans. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ResourcePlanPartHandler implements Handler {
  private final Door door;

  ResourcePlanPartHandler(Door door) {
    this.door = door;
  }

  private void edit(
      ClientSession client,
      @Nullable String namespace,
      @Nullable String plan,
      UnaryOperator<ResourcePlan> edit) {
    door.as(client).resourcePlans().edit(ResourcePlans.name(namespace, plan), edit);
  }

  public WMCreatePoolResponse create_wm_pool(ClientSession client, WMCreatePoolRequest request) {
    var bean = given(Entity.RESOURCE_PLAN, "pool", request.getPool());
    var pool = ResourcePlans.pool(bean);
    edit(client, bean.getNs(), bean.getResourcePlanName(), plan -> PoolRules.added(plan, pool));
    return new WMCreatePoolResponse();
  }

  public WMAlterPoolResponse alter_wm_pool(ClientSession client, WMAlterPoolRequest request) {
    var bean = given(Entity.RESOURCE_PLAN, "pool", request.getPool());
    var change = ResourcePlans.change(bean);
    var path = required(Entity.RESOURCE_PLAN, "pool path", request.getPoolPath());
    edit(
        client,
        bean.getNs(),
        bean.getResourcePlanName(),
        plan -> PoolRules.altered(plan, path, change));
    return new WMAlterPoolResponse();
  }

  public WMDropPoolResponse drop_wm_pool(ClientSession client, WMDropPoolRequest request) {
    var path = required(Entity.RESOURCE_PLAN, "pool path", request.getPoolPath());
    edit(
        client,
        request.getNs(),
        request.getResourcePlanName(),
        plan -> PoolRules.without(plan, path));
    return new WMDropPoolResponse();
  }

  public WMCreateTriggerResponse create_wm_trigger(
      ClientSession client, WMCreateTriggerRequest request) {
    var bean = given(Entity.RESOURCE_PLAN, "trigger", request.getTrigger());
    var trigger = ResourcePlans.trigger(bean);
    edit(
        client,
        bean.getNs(),
        bean.getResourcePlanName(),
        plan -> TriggerRules.added(plan, trigger));
    return new WMCreateTriggerResponse();
  }

  public WMAlterTriggerResponse alter_wm_trigger(
      ClientSession client, WMAlterTriggerRequest request) {
    var bean = given(Entity.RESOURCE_PLAN, "trigger", request.getTrigger());
    var change = ResourcePlans.change(bean);
    var name = required(Entity.RESOURCE_PLAN, "trigger name", bean.getTriggerName());
    edit(
        client,
        bean.getNs(),
        bean.getResourcePlanName(),
        plan -> TriggerRules.altered(plan, name, change));
    return new WMAlterTriggerResponse();
  }

  public WMDropTriggerResponse drop_wm_trigger(ClientSession client, WMDropTriggerRequest request) {
    var name = required(Entity.RESOURCE_PLAN, "trigger name", request.getTriggerName());
    edit(
        client,
        request.getNs(),
        request.getResourcePlanName(),
        plan -> TriggerRules.without(plan, name));
    return new WMDropTriggerResponse();
  }

  public WMGetTriggersForResourePlanResponse get_triggers_for_resourceplan(
      ClientSession client, WMGetTriggersForResourePlanRequest request) {
    var plan =
        door.as(client)
            .resourcePlans()
            .require(ResourcePlans.name(request.getNs(), request.getResourcePlanName()));
    var response = new WMGetTriggersForResourePlanResponse();
    response.setTriggers(
        plan.triggers().stream().map(trigger -> ResourcePlans.bean(plan.name(), trigger)).toList());
    return response;
  }

  public WMCreateOrUpdateMappingResponse create_or_update_wm_mapping(
      ClientSession client, WMCreateOrUpdateMappingRequest request) {
    var bean = given(Entity.RESOURCE_PLAN, "mapping", request.getMapping());
    var mapping = ResourcePlans.mapping(bean);
    var ordering = bean.isSetOrdering() ? bean.getOrdering() : null;
    edit(
        client,
        bean.getNs(),
        bean.getResourcePlanName(),
        plan ->
            request.isUpdate()
                ? TriggerRules.remapped(plan, mapping, ordering)
                : TriggerRules.mapped(plan, mapping));
    return new WMCreateOrUpdateMappingResponse();
  }

  public WMDropMappingResponse drop_wm_mapping(ClientSession client, WMDropMappingRequest request) {
    var bean = given(Entity.RESOURCE_PLAN, "mapping", request.getMapping());
    var type = ResourcePlans.entityType(bean);
    var name = required(Entity.RESOURCE_PLAN, "entity name", bean.getEntityName());
    edit(
        client,
        bean.getNs(),
        bean.getResourcePlanName(),
        plan -> TriggerRules.unmapped(plan, type, name));
    return new WMDropMappingResponse();
  }

  public WMCreateOrDropTriggerToPoolMappingResponse create_or_drop_wm_trigger_to_pool_mapping(
      ClientSession client, WMCreateOrDropTriggerToPoolMappingRequest request) {
    var trigger = required(Entity.RESOURCE_PLAN, "trigger name", request.getTriggerName());
    var pool = required(Entity.RESOURCE_PLAN, "pool path", request.getPoolPath());
    edit(
        client,
        request.getNs(),
        request.getResourcePlanName(),
        plan ->
            request.isDrop()
                ? TriggerRules.detached(plan, trigger, pool)
                : TriggerRules.attached(plan, trigger, pool));
    return new WMCreateOrDropTriggerToPoolMappingResponse();
  }
}
