package io.propolis.catalog.model.workload;

import io.propolis.catalog.model.Names;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is shared between queries (Hive's workload management): pools in a tree, triggers
 * that act on queries, and mappings of users, groups and applications to pools. A plan is read and
 * changed as a whole; its parts are kept sorted.
 *
 * @param queryParallelism queries at once; absent means as many as the pools allow
 * @param defaultPool path of the pool of queries without a mapping
 */
public record ResourcePlan(
    Name name,
    Status status,
    @Nullable Integer queryParallelism,
    @Nullable String defaultPool,
    List<Pool> pools,
    List<Trigger> triggers,
    List<Mapping> mappings,
    List<PoolTrigger> poolTriggers) {
  public ResourcePlan {
    pools = sorted(pools, Comparator.comparing(Pool::path));
    triggers = sorted(triggers, Comparator.comparing(Trigger::name));
    mappings =
        sorted(
            mappings,
            Comparator.comparingInt(Mapping::ordering)
                .thenComparing(Mapping::entityType)
                .thenComparing(Mapping::entityName));
    poolTriggers =
        sorted(
            poolTriggers,
            Comparator.comparing(PoolTrigger::pool).thenComparing(PoolTrigger::trigger));
  }

  private static <T> List<T> sorted(List<T> parts, Comparator<T> order) {
    return parts.stream().sorted(order).toList();
  }

  /** An empty plan that is not in force. */
  public static ResourcePlan disabled(Name name) {
    return new ResourcePlan(
        name, Status.DISABLED, null, null, List.of(), List.of(), List.of(), List.of());
  }

  /** A plan's name within the namespace of a cluster; both are folded. */
  public record Name(String namespace, String name) {
    /** The namespace of clients before Hive 4, which name none. */
    public static final String DEFAULT_NAMESPACE = "default";

    public Name {
      namespace = Names.fold(namespace);
      name = Names.fold(name);
    }

    /** {@code daytime in default}, as Hive's messages say it. */
    @Override
    public String toString() {
      return name + " in " + namespace;
    }
  }

  /** Only disabled plans may be changed; one plan of a namespace is active at most. */
  public enum Status {
    DISABLED,
    ENABLED,
    ACTIVE
  }

  /**
   * A share of the cluster.
   *
   * @param path names from the root on, with dots between; folded
   * @param allocationFraction part of the parent's resources, from 0 to 1
   * @param schedulingPolicy as the client wrote it; absent means fair
   */
  public record Pool(
      String path,
      double allocationFraction,
      int queryParallelism,
      @Nullable String schedulingPolicy) {
    private static final String SEPARATOR = ".";

    public Pool {
      path = Names.fold(path);
    }

    /** Path of the pool above; empty at the top. */
    public Optional<String> parent() {
      return parentOf(path);
    }

    /** True for this pool and those below it. */
    public boolean isWithin(String ancestor) {
      return path.equals(ancestor) || path.startsWith(ancestor + SEPARATOR);
    }

    public Pool withPath(String newPath) {
      return new Pool(newPath, allocationFraction, queryParallelism, schedulingPolicy);
    }

    public static Optional<String> parentOf(String path) {
      int end = path.lastIndexOf(SEPARATOR);
      return end < 0 ? Optional.empty() : Optional.of(path.substring(0, end));
    }
  }

  /**
   * An action on queries for which a condition holds.
   *
   * @param condition such as {@code ELAPSED_TIME > 30000}
   * @param action {@code KILL} or {@code MOVE TO path}
   * @param unmanaged whether it also acts on queries outside all pools
   */
  public record Trigger(
      String name, @Nullable String condition, @Nullable String action, boolean unmanaged) {
    public Trigger {
      name = Names.fold(name);
    }
  }

  /**
   * The pool of somebody's queries.
   *
   * @param pool absent when the queries are not managed
   * @param ordering which of several mappings holds: the least
   */
  public record Mapping(
      EntityType entityType, String entityName, @Nullable String pool, int ordering) {
    public Mapping {
      entityName = Names.fold(entityName);
      pool = pool == null ? null : Names.fold(pool);
    }

    /** Whose queries a mapping is about. */
    public enum EntityType {
      USER,
      GROUP,
      APPLICATION
    }

    public boolean isOf(EntityType type, String name) {
      return entityType == type && entityName.equals(name);
    }

    public Mapping withPool(@Nullable String newPool) {
      return new Mapping(entityType, entityName, newPool, ordering);
    }
  }

  /** A trigger that acts on the queries of a pool. */
  public record PoolTrigger(String pool, String trigger) {
    public PoolTrigger {
      pool = Names.fold(pool);
      trigger = Names.fold(trigger);
    }
  }

  /** What is wrong with a plan: errors keep it from being enabled, warnings do not. */
  public record Findings(List<String> errors, List<String> warnings) {
    public Findings {
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }
  }

  public Optional<Pool> pool(String path) {
    var folded = Names.fold(path);
    return pools.stream().filter(pool -> pool.path().equals(folded)).findFirst();
  }

  public Optional<Trigger> trigger(String triggerName) {
    var folded = Names.fold(triggerName);
    return triggers.stream().filter(trigger -> trigger.name().equals(folded)).findFirst();
  }

  public ResourcePlan withName(Name newName) {
    return new ResourcePlan(
        newName, status, queryParallelism, defaultPool, pools, triggers, mappings, poolTriggers);
  }

  public ResourcePlan withStatus(Status newStatus) {
    return new ResourcePlan(
        name, newStatus, queryParallelism, defaultPool, pools, triggers, mappings, poolTriggers);
  }

  public ResourcePlan withQueryParallelism(@Nullable Integer queries) {
    return new ResourcePlan(
        name, status, queries, defaultPool, pools, triggers, mappings, poolTriggers);
  }

  public ResourcePlan withDefaultPool(@Nullable String path) {
    return new ResourcePlan(
        name, status, queryParallelism, path, pools, triggers, mappings, poolTriggers);
  }

  public ResourcePlan withPools(List<Pool> newPools) {
    return new ResourcePlan(
        name, status, queryParallelism, defaultPool, newPools, triggers, mappings, poolTriggers);
  }

  public ResourcePlan withTriggers(List<Trigger> newTriggers) {
    return new ResourcePlan(
        name, status, queryParallelism, defaultPool, pools, newTriggers, mappings, poolTriggers);
  }

  public ResourcePlan withMappings(List<Mapping> newMappings) {
    return new ResourcePlan(
        name, status, queryParallelism, defaultPool, pools, triggers, newMappings, poolTriggers);
  }

  public ResourcePlan withPoolTriggers(List<PoolTrigger> newPoolTriggers) {
    return new ResourcePlan(
        name, status, queryParallelism, defaultPool, pools, triggers, mappings, newPoolTriggers);
  }
}
