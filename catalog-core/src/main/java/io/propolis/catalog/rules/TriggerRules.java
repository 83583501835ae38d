package io.propolis.catalog.rules;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping.EntityType;
import io.propolis.catalog.model.workload.ResourcePlan.PoolTrigger;
import io.propolis.catalog.model.workload.ResourcePlan.Trigger;
import io.propolis.catalog.model.workload.TriggerChange;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of a plan when its triggers and mappings change. Messages are Hive's. */
public final class TriggerRules {
  private TriggerRules() {}

  /** Throws ALREADY_EXISTS. */
  public static ResourcePlan added(ResourcePlan plan, Trigger trigger) {
    if (plan.trigger(trigger.name()).isPresent()) {
      throw exists("Trigger already exists, use alter: " + trigger.name());
    }
    return plan.withTriggers(with(plan.triggers(), trigger));
  }

  /** Throws NOT_FOUND. */
  public static ResourcePlan altered(ResourcePlan plan, String name, TriggerChange change) {
    var current = require(plan, name);
    return plan.withTriggers(
        plan.triggers().stream()
            .map(each -> each.equals(current) ? change.appliedTo(each) : each)
            .toList());
  }

  /** Takes the trigger from the plan and from its pools. Throws NOT_FOUND. */
  public static ResourcePlan without(ResourcePlan plan, String name) {
    var trigger =
        plan.trigger(name).orElseThrow(() -> missing("Cannot delete trigger: " + Names.fold(name)));
    return plan.withTriggers(without(plan.triggers(), trigger))
        .withPoolTriggers(
            plan.poolTriggers().stream()
                .filter(each -> !each.trigger().equals(trigger.name()))
                .toList());
  }

  /** Lets the trigger act on a pool, which it may do already. Throws NOT_FOUND for either. */
  public static ResourcePlan attached(ResourcePlan plan, String trigger, String pool) {
    var pair = pair(plan, trigger, pool);
    return plan.poolTriggers().contains(pair)
        ? plan
        : plan.withPoolTriggers(with(plan.poolTriggers(), pair));
  }

  /** The opposite; throws NOT_FOUND for either, not when they were apart. */
  public static ResourcePlan detached(ResourcePlan plan, String trigger, String pool) {
    return plan.withPoolTriggers(without(plan.poolTriggers(), pair(plan, trigger, pool)));
  }

  private static PoolTrigger pair(ResourcePlan plan, String trigger, String pool) {
    return new PoolTrigger(PoolRules.require(plan, pool).path(), require(plan, trigger).name());
  }

  private static Trigger require(ResourcePlan plan, String name) {
    return plan.trigger(name)
        .orElseThrow(() -> missing("Cannot find trigger with name: " + Names.fold(name)));
  }

  /** Throws NOT_FOUND for the pool, ALREADY_EXISTS. */
  public static ResourcePlan mapped(ResourcePlan plan, Mapping mapping) {
    requirePool(plan, mapping);
    if (plan.mappings().stream().anyMatch(each -> isOfSame(each, mapping))) {
      throw exists("Mapping already exists: " + label(mapping.entityType(), mapping.entityName()));
    }
    return plan.withMappings(with(plan.mappings(), mapping));
  }

  /**
   * Sends somebody's queries to another pool.
   *
   * @param ordering absent: as it was
   * @throws CatalogException NOT_FOUND for the pool and for the mapping
   */
  public static ResourcePlan remapped(
      ResourcePlan plan, Mapping mapping, @Nullable Integer ordering) {
    requirePool(plan, mapping);
    var current =
        mapping(plan, mapping.entityType(), mapping.entityName(), "Cannot find mapping: ");
    var next =
        new Mapping(
            current.entityType(),
            current.entityName(),
            mapping.pool(),
            ordering == null ? current.ordering() : ordering);
    return plan.withMappings(with(without(plan.mappings(), current), next));
  }

  /** Throws NOT_FOUND. */
  public static ResourcePlan unmapped(ResourcePlan plan, EntityType type, String name) {
    return plan.withMappings(
        without(plan.mappings(), mapping(plan, type, Names.fold(name), "Cannot delete mapping: ")));
  }

  private static void requirePool(ResourcePlan plan, Mapping mapping) {
    if (mapping.pool() != null) {
      PoolRules.require(plan, mapping.pool());
    }
  }

  private static boolean isOfSame(Mapping one, Mapping other) {
    return one.isOf(other.entityType(), other.entityName());
  }

  private static Mapping mapping(
      ResourcePlan plan, EntityType type, String name, String complaint) {
    return plan.mappings().stream()
        .filter(each -> each.isOf(type, name))
        .findFirst()
        .orElseThrow(() -> missing(complaint + label(type, name)));
  }

  private static String label(EntityType type, String name) {
    return type + " " + name;
  }

  private static <T> List<T> with(List<T> all, T one) {
    return Stream.concat(all.stream(), Stream.of(one)).toList();
  }

  private static <T> List<T> without(List<T> all, T one) {
    return all.stream().filter(each -> !each.equals(one)).toList();
  }

  private static CatalogException exists(String message) {
    return new CatalogException(Kind.ALREADY_EXISTS, Entity.RESOURCE_PLAN, message);
  }

  private static CatalogException missing(String message) {
    return new CatalogException(Kind.NOT_FOUND, Entity.RESOURCE_PLAN, message);
  }
}
