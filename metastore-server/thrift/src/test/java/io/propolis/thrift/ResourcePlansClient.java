package io.propolis.thrift;

import org.apache.hadoop.hive.metastore.api.WMAlterPoolRequest;
import org.apache.hadoop.hive.metastore.api.WMAlterResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateOrDropTriggerToPoolMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateOrUpdateMappingRequest;
import org.apache.hadoop.hive.metastore.api.WMCreatePoolRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateTriggerRequest;
import org.apache.hadoop.hive.metastore.api.WMDropPoolRequest;
import org.apache.hadoop.hive.metastore.api.WMFullResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMGetResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMMapping;
import org.apache.hadoop.hive.metastore.api.WMNullablePool;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMPool;
import org.apache.hadoop.hive.metastore.api.WMResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMResourcePlanStatus;
import org.apache.hadoop.hive.metastore.api.WMTrigger;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanResponse;
import org.apache.thrift.TException;

/**
 * The calls that change the parts of the resource plan {@code day}, and those that read and switch
 * plans.
 */
final class ResourcePlansClient {
  private static final String PLAN = "day";

  private final MetastoreClient client;

  ResourcePlansClient(MetastoreClient client) {
    this.client = client;
  }

  void create(String name, String copyFrom) throws TException {
    var request = new WMCreateResourcePlanRequest();
    request.setResourcePlan(new WMResourcePlan(name));
    request.setCopyFrom(copyFrom);
    client.create_resource_plan(request);
  }

  WMFullResourcePlan plan(String name) throws TException {
    var request = new WMGetResourcePlanRequest();
    request.setResourcePlanName(name);
    return client.get_resource_plan(request).getResourcePlan();
  }

  WMResourcePlanStatus status(String name) throws TException {
    return plan(name).getPlan().getStatus();
  }

  WMAlterResourcePlanRequest alter(String name, WMNullableResourcePlan change) {
    var request = new WMAlterResourcePlanRequest();
    request.setResourcePlanName(name);
    request.setResourcePlan(change);
    return request;
  }

  WMAlterResourcePlanRequest switching(String name, WMResourcePlanStatus status) {
    var change = new WMNullableResourcePlan();
    change.setStatus(status);
    return alter(name, change);
  }

  WMFullResourcePlan activate(String name) throws TException {
    var request = switching(name, WMResourcePlanStatus.ACTIVE);
    request.setIsEnableAndActivate(true);
    return client.alter_resource_plan(request).getFullResourcePlan();
  }

  void addPool(String path, double fraction, int parallelism) throws TException {
    var pool = new WMPool(PLAN, path);
    pool.setAllocFraction(fraction);
    pool.setQueryParallelism(parallelism);
    var request = new WMCreatePoolRequest();
    request.setPool(pool);
    client.create_wm_pool(request);
  }

  void alterPool(String path, WMNullablePool change) throws TException {
    var request = new WMAlterPoolRequest();
    request.setPoolPath(path);
    request.setPool(change);
    client.alter_wm_pool(request);
  }

  void dropPool(String path) throws TException {
    var request = new WMDropPoolRequest();
    request.setResourcePlanName(PLAN);
    request.setPoolPath(path);
    client.drop_wm_pool(request);
  }

  void addTrigger(String name, String condition, String action) throws TException {
    var trigger = new WMTrigger(PLAN, name);
    trigger.setTriggerExpression(condition);
    trigger.setActionExpression(action);
    var request = new WMCreateTriggerRequest();
    request.setTrigger(trigger);
    client.create_wm_trigger(request);
  }

  void attach(String trigger, String pool, boolean drop) throws TException {
    var request = new WMCreateOrDropTriggerToPoolMappingRequest();
    request.setResourcePlanName(PLAN);
    request.setTriggerName(trigger);
    request.setPoolPath(pool);
    request.setDrop(drop);
    client.create_or_drop_wm_trigger_to_pool_mapping(request);
  }

  void map(WMMapping mapping, boolean update) throws TException {
    var request = new WMCreateOrUpdateMappingRequest();
    request.setMapping(mapping);
    request.setUpdate(update);
    client.create_or_update_wm_mapping(request);
  }

  WMValidateResourcePlanResponse validate() throws TException {
    var request = new WMValidateResourcePlanRequest();
    request.setResourcePlanName(PLAN);
    return client.validate_resource_plan(request);
  }

  static WMMapping user(String name, String pool) {
    var mapping = new WMMapping(PLAN, "user", name);
    mapping.setPoolPath(pool);
    mapping.setOrdering(3);
    return mapping;
  }
}
