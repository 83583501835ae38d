package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.workload.PoolChange;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping.EntityType;
import io.propolis.catalog.model.workload.ResourcePlan.Name;
import io.propolis.catalog.model.workload.ResourcePlan.Pool;
import io.propolis.catalog.model.workload.ResourcePlan.Status;
import io.propolis.catalog.model.workload.ResourcePlan.Trigger;
import io.propolis.catalog.model.workload.ResourcePlanChange;
import io.propolis.catalog.model.workload.ResourcePlanChange.Setting;
import io.propolis.catalog.model.workload.TriggerChange;
import java.util.Locale;
import org.apache.hadoop.hive.metastore.api.WMFullResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMMapping;
import org.apache.hadoop.hive.metastore.api.WMNullablePool;
import org.apache.hadoop.hive.metastore.api.WMNullableResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMPool;
import org.apache.hadoop.hive.metastore.api.WMPoolTrigger;
import org.apache.hadoop.hive.metastore.api.WMResourcePlan;
import org.apache.hadoop.hive.metastore.api.WMResourcePlanStatus;
import org.apache.hadoop.hive.metastore.api.WMTrigger;
import org.jspecify.annotations.Nullable;

/** Resource plans and their parts. Hive 3 has no namespaces: it means the default one. */
public final class ResourcePlans {
  private ResourcePlans() {}

  public static String namespace(@Nullable String namespace) {
    return namespace == null ? Name.DEFAULT_NAMESPACE : namespace;
  }

  /** Throws INVALID when there is no name. */
  public static Name name(@Nullable String namespace, @Nullable String name) {
    return new Name(
        namespace(namespace), HiveNames.required(Entity.RESOURCE_PLAN, "resource plan name", name));
  }

  public static WMFullResourcePlan full(ResourcePlan plan) {
    var name = plan.name().name();
    var namespace = plan.name().namespace();
    var bean = new WMFullResourcePlan();
    bean.setPlan(bean(plan));
    bean.setPools(plan.pools().stream().map(pool -> bean(plan.name(), pool)).toList());
    bean.setTriggers(plan.triggers().stream().map(each -> bean(plan.name(), each)).toList());
    bean.setMappings(
        plan.mappings().stream()
            .map(
                mapping -> {
                  var each = new WMMapping(name, mapping.entityType().name(), mapping.entityName());
                  each.setPoolPath(mapping.pool());
                  each.setOrdering(mapping.ordering());
                  each.setNs(namespace);
                  return each;
                })
            .toList());
    bean.setPoolTriggers(
        plan.poolTriggers().stream()
            .map(
                pair -> {
                  var each = new WMPoolTrigger(pair.pool(), pair.trigger());
                  each.setNs(namespace);
                  return each;
                })
            .toList());
    return bean;
  }

  /** The plan without its parts. */
  public static WMResourcePlan bean(ResourcePlan plan) {
    var bean = new WMResourcePlan(plan.name().name());
    bean.setNs(plan.name().namespace());
    bean.setStatus(
        switch (plan.status()) {
          case DISABLED -> WMResourcePlanStatus.DISABLED;
          case ENABLED -> WMResourcePlanStatus.ENABLED;
          case ACTIVE -> WMResourcePlanStatus.ACTIVE;
        });
    if (plan.queryParallelism() != null) {
      bean.setQueryParallelism(plan.queryParallelism());
    }
    bean.setDefaultPoolPath(plan.defaultPool());
    return bean;
  }

  public static ResourcePlanChange change(WMNullableResourcePlan bean) {
    return new ResourcePlanChange(
        bean.getNs(),
        bean.getName(),
        bean.getStatus() == null ? null : status(bean.getStatus()),
        bean.isIsSetQueryParallelism()
            ? new Setting<>(bean.isSetQueryParallelism() ? bean.getQueryParallelism() : null)
            : null,
        bean.isIsSetDefaultPoolPath() ? new Setting<>(bean.getDefaultPoolPath()) : null);
  }

  private static Status status(WMResourcePlanStatus status) {
    return switch (status) {
      case DISABLED -> Status.DISABLED;
      case ENABLED -> Status.ENABLED;
      case ACTIVE -> Status.ACTIVE;
    };
  }

  private static WMPool bean(Name plan, Pool pool) {
    var bean = new WMPool(plan.name(), pool.path());
    bean.setAllocFraction(pool.allocationFraction());
    bean.setQueryParallelism(pool.queryParallelism());
    bean.setSchedulingPolicy(pool.schedulingPolicy());
    bean.setNs(plan.namespace());
    return bean;
  }

  public static Pool pool(WMPool bean) {
    return new Pool(
        HiveNames.required(Entity.RESOURCE_PLAN, "pool path", bean.getPoolPath()),
        bean.getAllocFraction(),
        bean.getQueryParallelism(),
        bean.getSchedulingPolicy());
  }

  public static PoolChange change(WMNullablePool bean) {
    return new PoolChange(
        bean.getPoolPath(),
        bean.isSetAllocFraction() ? bean.getAllocFraction() : null,
        bean.isSetQueryParallelism() ? bean.getQueryParallelism() : null,
        bean.isIsSetSchedulingPolicy() ? new Setting<>(bean.getSchedulingPolicy()) : null);
  }

  public static WMTrigger bean(Name plan, Trigger trigger) {
    var bean = new WMTrigger(plan.name(), trigger.name());
    bean.setTriggerExpression(trigger.condition());
    bean.setActionExpression(trigger.action());
    bean.setIsInUnmanaged(trigger.unmanaged());
    bean.setNs(plan.namespace());
    return bean;
  }

  public static Trigger trigger(WMTrigger bean) {
    return new Trigger(
        HiveNames.required(Entity.RESOURCE_PLAN, "trigger name", bean.getTriggerName()),
        bean.getTriggerExpression(),
        bean.getActionExpression(),
        bean.isIsInUnmanaged());
  }

  public static TriggerChange change(WMTrigger bean) {
    return new TriggerChange(
        bean.getTriggerExpression(),
        bean.getActionExpression(),
        bean.isSetIsInUnmanaged() ? bean.isIsInUnmanaged() : null);
  }

  public static Mapping mapping(WMMapping bean) {
    return new Mapping(
        entityType(bean),
        HiveNames.required(Entity.RESOURCE_PLAN, "entity name", bean.getEntityName()),
        bean.getPoolPath(),
        bean.getOrdering());
  }

  /** Throws INVALID for an unknown one. */
  public static EntityType entityType(WMMapping bean) {
    var text = HiveNames.required(Entity.RESOURCE_PLAN, "entity type", bean.getEntityType());
    try {
      return EntityType.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw invalid(Entity.RESOURCE_PLAN, "Unknown entity type of a mapping: " + text);
    }
  }
}
