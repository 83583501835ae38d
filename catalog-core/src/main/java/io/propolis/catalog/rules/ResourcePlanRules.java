package io.propolis.catalog.rules;

import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Findings;
import io.propolis.catalog.model.workload.ResourcePlan.Pool;
import io.propolis.catalog.model.workload.ResourcePlan.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a plan can come into force. The errors are Hive's, in its words. Of triggers Hive leaves
 * everything to the server that reads the statement: what no server could act on is a warning here.
 */
public final class ResourcePlanRules {
  private static final double TOLERANCE = 0.00001;
  private static final String ROOT = "";

  private ResourcePlanRules() {}

  public static Findings findings(ResourcePlan plan) {
    var errors = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    if (plan.queryParallelism() != null && plan.queryParallelism() < 1) {
      errors.add(
          "Query parallelism should for resource plan be positive. Got: "
              + plan.queryParallelism());
    }
    plan.pools().forEach(pool -> checkPool(pool, errors));
    checkParallelism(plan, errors, warnings);
    checkFractions(plan, errors);
    plan.triggers().forEach(trigger -> checkTrigger(plan, trigger, warnings));
    return new Findings(errors, warnings);
  }

  private static void checkPool(Pool pool, List<String> errors) {
    if (pool.queryParallelism() < 1) {
      errors.add("Invalid query parallelism for pool: " + pool.path());
    }
    if (!PoolRules.isPolicy(pool.schedulingPolicy())) {
      errors.add(
          "Invalid scheduling policy %s for pool: %s"
              .formatted(pool.schedulingPolicy(), pool.path()));
    }
  }

  private static void checkParallelism(
      ResourcePlan plan, List<String> errors, List<String> warnings) {
    var limit = plan.queryParallelism();
    long total =
        plan.pools().stream()
            .mapToLong(Pool::queryParallelism)
            .filter(queries -> queries > 0)
            .sum();
    if (limit != null && limit < total) {
      errors.add(
          "Sum of all pools' query parallelism: %d exceeds resource plan query parallelism: %d"
              .formatted(total, limit));
    } else if (limit != null && limit > total) {
      warnings.add(
          "Sum of all pools' query parallelism: %d is less than resource plan query parallelism: %d"
              .formatted(total, limit));
    }
  }

  private static void checkFractions(ResourcePlan plan, List<String> errors) {
    Map<String, Double> ofChildren = new TreeMap<>();
    plan.pools()
        .forEach(
            pool ->
                ofChildren.merge(
                    pool.parent().orElse(ROOT), pool.allocationFraction(), Double::sum));
    if (ofChildren.isEmpty()) {
      errors.add("Root has no children");
    }
    ofChildren.forEach(
        (parent, sum) -> {
          if (parent.equals(ROOT)) {
            if (!(Math.abs(1.0 - sum) <= TOLERANCE)) { // a sum may be no number
              errors.add(
                  "Sum of root children pools' alloc fraction should be 1.0 got: %s for pool: %s"
                      .formatted(sum, parent));
            }
            return;
          }
          if (plan.pool(parent).isEmpty()) {
            errors.add("Pool does not exists but has children: " + parent);
          }
          if (!(sum - 1.0 <= TOLERANCE)) {
            errors.add(
                "Sum of children pools' alloc fraction should be less than 1 got: %s for pool: %s"
                    .formatted(sum, parent));
          }
        });
  }

  private static void checkTrigger(ResourcePlan plan, Trigger trigger, List<String> warnings) {
    if (trigger.condition() == null || !TriggerSyntax.isCondition(trigger.condition())) {
      warnings.add(
          "Trigger %s has no valid expression: %s".formatted(trigger.name(), trigger.condition()));
    }
    if (trigger.action() == null || !TriggerSyntax.isAction(trigger.action())) {
      warnings.add(
          "Trigger %s has no valid action: %s".formatted(trigger.name(), trigger.action()));
    } else {
      TriggerSyntax.target(trigger.action())
          .filter(pool -> plan.pool(pool).isEmpty())
          .ifPresent(
              pool ->
                  warnings.add(
                      "Trigger %s moves queries to a pool that does not exist: %s"
                          .formatted(trigger.name(), pool)));
    }
  }
}
