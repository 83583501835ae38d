package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.thrift.handler.Requests.given;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.ResourcePlanOperations;
import io.propolis.catalog.model.workload.ResourcePlanChange.Mode;
import io.propolis.thrift.translate.ResourcePlans;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.WMAlterResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMAlterResourcePlanResponse;
import org.apache.hadoop.hive.metastore.api.WMCreateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMCreateResourcePlanResponse;
import org.apache.hadoop.hive.metastore.api.WMDropResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMDropResourcePlanResponse;
import org.apache.hadoop.hive.metastore.api.WMGetActiveResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetActiveResourcePlanResponse;
import org.apache.hadoop.hive.metastore.api.WMGetAllResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetAllResourcePlanResponse;
import org.apache.hadoop.hive.metastore.api.WMGetResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMGetResourcePlanResponse;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanRequest;
import org.apache.hadoop.hive.metastore.api.WMValidateResourcePlanResponse;

/** Resource plans as a whole. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ResourcePlanHandler implements Handler {
  private final Door door;

  ResourcePlanHandler(Door door) {
    this.door = door;
  }

  private ResourcePlanOperations plans(ClientSession client) {
    return door.as(client).resourcePlans();
  }

  public WMCreateResourcePlanResponse create_resource_plan(
      ClientSession client, WMCreateResourcePlanRequest request) {
    var plan = given(Entity.RESOURCE_PLAN, "resource plan", request.getResourcePlan());
    var name = ResourcePlans.name(plan.getNs(), plan.getName());
    if (request.getCopyFrom() == null) {
      plans(client).create(name, plan.isSetQueryParallelism() ? plan.getQueryParallelism() : null);
    } else {
      plans(client).copy(ResourcePlans.name(plan.getNs(), request.getCopyFrom()), name);
    }
    return new WMCreateResourcePlanResponse();
  }

  public WMGetResourcePlanResponse get_resource_plan(
      ClientSession client, WMGetResourcePlanRequest request) {
    var response = new WMGetResourcePlanResponse();
    response.setResourcePlan(
        ResourcePlans.full(
            plans(client)
                .require(ResourcePlans.name(request.getNs(), request.getResourcePlanName()))));
    return response;
  }

  public WMGetActiveResourcePlanResponse get_active_resource_plan(
      ClientSession client, WMGetActiveResourcePlanRequest request) {
    var response = new WMGetActiveResourcePlanResponse();
    plans(client)
        .active(ResourcePlans.namespace(request.getNs()))
        .map(ResourcePlans::full)
        .ifPresent(response::setResourcePlan);
    return response;
  }

  public WMGetAllResourcePlanResponse get_all_resource_plans(
      ClientSession client, WMGetAllResourcePlanRequest request) {
    var response = new WMGetAllResourcePlanResponse();
    response.setResourcePlans(
        plans(client).all(ResourcePlans.namespace(request.getNs())).stream()
            .map(ResourcePlans::bean)
            .toList());
    return response;
  }

  public WMAlterResourcePlanResponse alter_resource_plan(
      ClientSession client, WMAlterResourcePlanRequest request) {
    var change = given(Entity.RESOURCE_PLAN, "change of the plan", request.getResourcePlan());
    var response = new WMAlterResourcePlanResponse();
    plans(client)
        .alter(
            ResourcePlans.namespace(request.getNs()),
            request.getResourcePlanName(),
            ResourcePlans.change(change),
            mode(request))
        .map(ResourcePlans::full)
        .ifPresent(response::setFullResourcePlan);
    return response;
  }

  private static Mode mode(WMAlterResourcePlanRequest request) {
    long flags =
        Stream.of(
                request.isIsEnableAndActivate(),
                request.isIsForceDeactivate(),
                request.isIsReplace())
            .filter(flag -> flag)
            .count();
    if (flags > 1) {
      throw invalid(Entity.REQUEST, "Invalid request; multiple flags are set");
    }
    return request.isIsReplace()
        ? Mode.REPLACE
        : request.isIsForceDeactivate()
            ? Mode.FORCE_DEACTIVATE
            : request.isIsEnableAndActivate() ? Mode.ENABLE_AND_ACTIVATE : Mode.ORDINARY;
  }

  public WMValidateResourcePlanResponse validate_resource_plan(
      ClientSession client, WMValidateResourcePlanRequest request) {
    var findings =
        plans(client).validate(ResourcePlans.name(request.getNs(), request.getResourcePlanName()));
    var response = new WMValidateResourcePlanResponse();
    response.setErrors(findings.errors());
    response.setWarnings(findings.warnings());
    return response;
  }

  public WMDropResourcePlanResponse drop_resource_plan(
      ClientSession client, WMDropResourcePlanRequest request) {
    plans(client).drop(ResourcePlans.name(request.getNs(), request.getResourcePlanName()));
    return new WMDropResourcePlanResponse();
  }
}
