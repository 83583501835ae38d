package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Name;
import io.propolis.catalog.model.workload.ResourcePlan.Status;
import io.propolis.catalog.model.workload.ResourcePlanChange;
import io.propolis.catalog.model.workload.ResourcePlanChange.Mode;
import io.propolis.catalog.rules.PoolRules;
import io.propolis.catalog.rules.ResourcePlanRules;
import io.propolis.catalog.store.ResourcePlans;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One alter of one plan, within a transaction that holds all plans of its namespace. */
final class PlanAlteration {
  private static final DateTimeFormatter REPLACED_AT =
      DateTimeFormatter.ofPattern("yyyy_MM_dd_HH_mm_ss");

  private final ResourcePlans store;
  private final List<ResourcePlan> plans;
  private final Clock clock;

  PlanAlteration(ResourcePlans store, List<ResourcePlan> plans, Clock clock) {
    this.store = store;
    this.plans = plans;
    this.clock = clock;
  }

  ResourcePlan require(Name name) {
    return find(name).orElseThrow(() -> ResourcePlanOperations.missing(name));
  }

  private Optional<ResourcePlan> find(Name name) {
    return plans.stream().filter(plan -> plan.name().equals(name)).findFirst();
  }

  /** Returns the plan when it came into force. */
  Optional<ResourcePlan> alter(ResourcePlan plan, ResourcePlanChange change, Mode mode) {
    var namespace = plan.name().namespace();
    if (change.namespace() != null && !Names.fold(change.namespace()).equals(namespace)) {
      throw invalid(
          Entity.RESOURCE_PLAN,
          "Cannot change ns; from %s to %s".formatted(namespace, change.namespace()));
    }
    var edited = edited(plan, change);
    if (!edited.equals(plan)) {
      store.update(plan.name(), edited);
    }
    return change.status() == null ? Optional.empty() : switchStatus(edited, change.status(), mode);
  }

  private static ResourcePlan edited(ResourcePlan plan, ResourcePlanChange change) {
    var name =
        change.name() == null ? plan.name() : new Name(plan.name().namespace(), change.name());
    boolean changes =
        change.queryParallelism() != null
            || change.defaultPool() != null
            || !name.equals(plan.name());
    if (changes && change.status() != null) {
      throw invalid(Entity.RESOURCE_PLAN, "Cannot change values during status switch.");
    }
    if (changes || change.status() == null) {
      ResourcePlanOperations.requireDisabled(plan);
    }
    if (name.name().isEmpty()) {
      throw invalid(Entity.RESOURCE_PLAN, "Cannot rename to empty value.");
    }
    var edited = plan.withName(name);
    if (change.queryParallelism() != null) {
      var queries = change.queryParallelism().value();
      if (queries != null && queries <= 0) {
        throw invalid(Entity.RESOURCE_PLAN, "queryParallelism should be positive.");
      }
      edited = edited.withQueryParallelism(queries);
    }
    if (change.defaultPool() != null) {
      var path = change.defaultPool().value();
      edited = edited.withDefaultPool(path == null ? null : PoolRules.require(plan, path).path());
    }
    return edited;
  }

  private Optional<ResourcePlan> switchStatus(ResourcePlan plan, Status next, Mode mode) {
    if (plan.status() == next) {
      return Optional.empty();
    }
    if (plan.status() == Status.ACTIVE && mode != Mode.FORCE_DEACTIVATE) {
      throw invalid(
          Entity.RESOURCE_PLAN,
          "Resource plan %s is active; activate another plan first, or disable workload management."
              .formatted(plan.name().name()));
    }
    if (plan.status() == Status.DISABLED) {
      if (next == Status.ACTIVE && mode != Mode.ENABLE_AND_ACTIVATE) {
        throw invalid(
            Entity.RESOURCE_PLAN,
            "Resource plan %s is disabled and should be enabled before activation (or in the same command)"
                .formatted(plan.name().name()));
      }
      requireValid(plan);
    }
    var switched = plan.withStatus(next);
    if (next != Status.ACTIVE) {
      store.update(plan.name(), switched);
      return Optional.empty();
    }
    ResourcePlanOperations.activeOf(plans)
        .ifPresent(active -> store.update(active.name(), active.withStatus(Status.ENABLED)));
    store.update(plan.name(), switched);
    return Optional.of(switched);
  }

  private static void requireValid(ResourcePlan plan) {
    var errors = ResourcePlanRules.findings(plan).errors();
    if (!errors.isEmpty()) {
      throw invalid(
          Entity.RESOURCE_PLAN,
          "ResourcePlan: %s is invalid: %s".formatted(plan.name().name(), errors));
    }
  }

  /** The plan takes name and status of another, which stays under a name that tells the time. */
  Optional<ResourcePlan> replace(Name name, ResourcePlanChange change) {
    if (change.queryParallelism() != null || change.defaultPool() != null) {
      throw invalid(Entity.RESOURCE_PLAN, "Cannot change values during replace.");
    }
    boolean specific = change.name() != null;
    if (specific == (change.status() == Status.ACTIVE)) {
      throw invalid(
          Entity.RESOURCE_PLAN,
          "Must specify a name, or the active plan; received %s, %s"
              .formatted(change.name(), change.status()));
    }
    var replaced =
        specific
            ? require(new Name(name.namespace(), Objects.requireNonNull(change.name())))
            : ResourcePlanOperations.activeOf(plans)
                .orElseThrow(() -> ResourcePlanOperations.noneActive(name.namespace()));
    var plan = require(name);
    if (replaced.name().equals(plan.name())) {
      throw invalid(Entity.RESOURCE_PLAN, "A plan cannot replace itself");
    }
    var successor = plan.withName(replaced.name()).withStatus(replaced.status());
    store.update(
        replaced.name(), replaced.withName(nameOfOld(replaced.name())).withStatus(Status.DISABLED));
    store.update(plan.name(), successor);
    return successor.status() == Status.ACTIVE ? Optional.of(successor) : Optional.empty();
  }

  private Name nameOfOld(Name replaced) {
    var stem =
        replaced.name()
            + "_old_"
            + LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).format(REPLACED_AT);
    var candidate = new Name(replaced.namespace(), stem);
    for (int number = 1; find(candidate).isPresent(); number++) {
      candidate = new Name(replaced.namespace(), stem + "_" + number);
    }
    return candidate;
  }
}
