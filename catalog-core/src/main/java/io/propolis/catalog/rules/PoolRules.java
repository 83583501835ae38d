package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.workload.PoolChange;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping;
import io.propolis.catalog.model.workload.ResourcePlan.Pool;
import io.propolis.catalog.model.workload.ResourcePlan.PoolTrigger;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of a plan when its pools change. Messages are Hive's. */
public final class PoolRules {
  private static final Set<String> POLICIES = Set.of("default", "fair", "fifo");

  private PoolRules() {}

  /** Throws NOT_FOUND for the parent, ALREADY_EXISTS, INVALID. */
  public static ResourcePlan added(ResourcePlan plan, Pool pool) {
    requireParent(pool.path(), plan.pools());
    checkPolicy(pool.schedulingPolicy());
    requireNone(plan, pool.path());
    return plan.withPools(Stream.concat(plan.pools().stream(), Stream.of(pool)).toList());
  }

  /**
   * Changes a pool; a new path takes the pools below it along, and whatever refers to them.
   *
   * @throws CatalogException NOT_FOUND for the pool and for the new parent; ALREADY_EXISTS; INVALID
   */
  public static ResourcePlan altered(ResourcePlan plan, String path, PoolChange change) {
    var current = require(plan, path);
    var next = change.appliedTo(current);
    checkPolicy(next.schedulingPolicy());
    var changed =
        plan.withPools(
            plan.pools().stream().map(pool -> pool.equals(current) ? next : pool).toList());
    var newPath = change.path() == null ? current.path() : Names.fold(change.path());
    return newPath.equals(current.path()) ? changed : moved(changed, current.path(), newPath);
  }

  private static ResourcePlan moved(ResourcePlan plan, String from, String to) {
    var others = plan.pools().stream().filter(pool -> !pool.isWithin(from)).toList();
    requireParent(to, others);
    UnaryOperator<String> move =
        path -> isWithin(path, from) ? to + path.substring(from.length()) : path;
    var moved =
        plan.withPools(
                plan.pools().stream().map(pool -> pool.withPath(move.apply(pool.path()))).toList())
            .withDefaultPool(plan.defaultPool() == null ? null : move.apply(plan.defaultPool()))
            .withMappings(plan.mappings().stream().map(mapping -> moved(mapping, move)).toList())
            .withPoolTriggers(
                plan.poolTriggers().stream()
                    .map(each -> new PoolTrigger(move.apply(each.pool()), each.trigger()))
                    .toList());
    requireDistinct(moved.pools());
    return moved;
  }

  private static boolean isWithin(String path, String ancestor) {
    return new Pool(path, 0, 0, null).isWithin(ancestor);
  }

  private static Mapping moved(Mapping mapping, UnaryOperator<String> move) {
    return mapping.pool() == null ? mapping : mapping.withPool(move.apply(mapping.pool()));
  }

  /** Throws NOT_FOUND; INVALID for the default pool and for one that is still in use. */
  public static ResourcePlan without(ResourcePlan plan, String path) {
    var folded = Names.fold(path);
    if (folded.equals(plan.defaultPool())) {
      throw invalid(Entity.RESOURCE_PLAN, "Cannot drop default pool of a resource plan");
    }
    if (plan.pools().stream().anyMatch(p -> !p.path().equals(folded) && p.isWithin(folded))) {
      throw invalid(Entity.RESOURCE_PLAN, "Cannot drop a pool that has child pools");
    }
    var pool = plan.pool(folded).orElseThrow(() -> missing("Cannot delete pool: " + folded));
    if (plan.mappings().stream().anyMatch(mapping -> folded.equals(mapping.pool()))) {
      throw invalid(Entity.RESOURCE_PLAN, "Please remove all mappings for this pool.");
    }
    return plan.withPools(plan.pools().stream().filter(p -> !p.equals(pool)).toList())
        .withPoolTriggers(
            plan.poolTriggers().stream().filter(each -> !each.pool().equals(folded)).toList());
  }

  /** Throws NOT_FOUND. */
  public static Pool require(ResourcePlan plan, String path) {
    return plan.pool(path).orElseThrow(() -> missing("Cannot find pool: " + Names.fold(path)));
  }

  private static void requireNone(ResourcePlan plan, String path) {
    if (plan.pool(path).isPresent()) {
      throw exists(path);
    }
  }

  private static void requireDistinct(List<Pool> pools) {
    var seen = new HashSet<String>();
    for (var pool : pools) {
      if (!seen.add(pool.path())) {
        throw exists(pool.path());
      }
    }
  }

  private static void requireParent(String path, List<Pool> pools) {
    Optional<String> parent = Pool.parentOf(path);
    boolean stands =
        parent.isEmpty() || pools.stream().anyMatch(pool -> pool.path().equals(parent.get()));
    if (!stands) {
      throw missing("Pool path is invalid, the parent does not exist: " + path);
    }
  }

  private static void checkPolicy(@Nullable String policy) {
    if (!isPolicy(policy)) {
      throw invalid(Entity.RESOURCE_PLAN, "Invalid scheduling policy " + policy);
    }
  }

  /** Fair is meant when none is named. */
  static boolean isPolicy(@Nullable String policy) {
    return policy == null || POLICIES.contains(policy.strip().toLowerCase(Locale.ROOT));
  }

  private static CatalogException exists(String path) {
    return new CatalogException(
        Kind.ALREADY_EXISTS, Entity.RESOURCE_PLAN, "Pool already exists: " + path);
  }

  private static CatalogException missing(String message) {
    return new CatalogException(Kind.NOT_FOUND, Entity.RESOURCE_PLAN, message);
  }
}
