package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Findings;
import io.propolis.catalog.model.workload.ResourcePlan.Name;
import io.propolis.catalog.model.workload.ResourcePlan.Pool;
import io.propolis.catalog.model.workload.ResourcePlan.Status;
import io.propolis.catalog.model.workload.ResourcePlanChange;
import io.propolis.catalog.model.workload.ResourcePlanChange.Mode;
import io.propolis.catalog.rules.ResourcePlanRules;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Resource plans of Hive's workload management. A plan is changed while it is disabled; enabling it
 * validates it; activating one of a namespace deactivates the other.
 */
public final class ResourcePlanOperations {
  private static final String DEFAULT_POOL = "default";

  private final Context context;

  ResourcePlanOperations(Context context) {
    this.context = context;
  }

  /** Sorted by name. */
  public List<ResourcePlan> all(String namespace) {
    return context.store().read(tx -> tx.resourcePlans().all(namespace));
  }

  /** Throws NOT_FOUND. */
  public ResourcePlan require(Name name) {
    return context
        .store()
        .read(tx -> tx.resourcePlans().find(name))
        .orElseThrow(() -> missing(name));
  }

  public Optional<ResourcePlan> active(String namespace) {
    return activeOf(all(namespace));
  }

  /** Throws NOT_FOUND. */
  public Findings validate(Name name) {
    return ResourcePlanRules.findings(require(name));
  }

  /**
   * Makes a disabled plan with a pool {@code default} for everything.
   *
   * @param queryParallelism absent: no limit, and a default pool of the usual size
   * @throws CatalogException ALREADY_EXISTS, INVALID
   */
  public void create(Name name, @Nullable Integer queryParallelism) {
    if (queryParallelism != null && queryParallelism <= 0) {
      throw invalid(Entity.RESOURCE_PLAN, "Query parallelism should be positive.");
    }
    var empty = ResourcePlan.disabled(name).withQueryParallelism(queryParallelism);
    int usual = context.settings().workload().defaultPoolSize();
    insert(
        tx ->
            usual <= 0
                ? empty
                : empty
                    .withPools(
                        List.of(
                            new Pool(
                                DEFAULT_POOL,
                                1.0,
                                queryParallelism == null ? usual : queryParallelism,
                                null)))
                    .withDefaultPool(DEFAULT_POOL),
        name);
  }

  /** Makes a disabled plan like another. Throws NOT_FOUND, ALREADY_EXISTS, INVALID. */
  public void copy(Name from, Name name) {
    insert(
        tx ->
            tx.resourcePlans()
                .find(from)
                .orElseThrow(() -> missing(from))
                .withName(name)
                .withStatus(Status.DISABLED),
        name);
  }

  private void insert(Function<Transaction, ResourcePlan> plan, Name name) {
    if (name.name().isEmpty()) {
      throw invalid(Entity.RESOURCE_PLAN, "Resource name cannot be empty.");
    }
    context
        .store()
        .<Void>write(
            tx -> {
              tx.resourcePlans().insert(plan.apply(tx));
              return null;
            });
  }

  /** Throws NOT_FOUND; INVALID for an active plan. */
  public void drop(Name name) {
    context
        .store()
        .<Void>write(
            tx -> {
              if (held(tx, name).status() == Status.ACTIVE) {
                // About the request, not the plan: Hive has other errors for what a plan forbids.
                throw invalid(Entity.REQUEST, "Cannot drop an active resource plan");
              }
              tx.resourcePlans().delete(name);
              return null;
            });
  }

  /** Changes the contents of a disabled plan. Throws NOT_FOUND; INVALID for any other. */
  public void edit(Name name, UnaryOperator<ResourcePlan> edit) {
    context
        .store()
        .<Void>write(
            tx -> {
              var plan = held(tx, name);
              requireDisabled(plan);
              tx.resourcePlans().update(name, edit.apply(plan));
              return null;
            });
  }

  /**
   * Changes a plan itself or its status.
   *
   * @param name absent means the active plan
   * @return the plan when it came into force
   * @throws CatalogException NOT_FOUND; ALREADY_EXISTS for a new name; INVALID for a change that
   *     the plan's status does not allow and for a plan that is not fit to be enabled
   */
  public Optional<ResourcePlan> alter(
      String namespace, @Nullable String name, ResourcePlanChange change, Mode mode) {
    return context
        .store()
        .write(
            tx -> {
              // All of them: who activates one deactivates another, and renames meet.
              var plans = tx.resourcePlans().lockAll(namespace);
              var alteration = new PlanAlteration(tx.resourcePlans(), plans, context.clock());
              if (mode == Mode.REPLACE) {
                if (name == null) {
                  throw invalid(
                      Entity.RESOURCE_PLAN, "Cannot replace without specifying the source plan");
                }
                return alteration.replace(new Name(namespace, name), change);
              }
              var plan =
                  name == null
                      ? activeOf(plans).orElseThrow(() -> noneActive(namespace))
                      : alteration.require(new Name(namespace, name));
              return alteration.alter(plan, change, mode);
            });
  }

  private static ResourcePlan held(Transaction tx, Name name) {
    return tx.resourcePlans().lock(name).orElseThrow(() -> missing(name));
  }

  static void requireDisabled(ResourcePlan plan) {
    if (plan.status() != Status.DISABLED) {
      throw invalid(Entity.RESOURCE_PLAN, "Resource plan must be disabled to edit it.");
    }
  }

  static Optional<ResourcePlan> activeOf(List<ResourcePlan> plans) {
    return plans.stream().filter(plan -> plan.status() == Status.ACTIVE).findFirst();
  }

  static CatalogException missing(Name name) {
    return new CatalogException(
        Kind.NOT_FOUND, Entity.RESOURCE_PLAN, "There is no resource plan named: " + name);
  }

  static CatalogException noneActive(String namespace) {
    return new CatalogException(
        Kind.NOT_FOUND, Entity.RESOURCE_PLAN, "There is no active resource plan in " + namespace);
  }
}
