package io.propolis.catalog.model.workload;

import io.propolis.catalog.model.workload.ResourcePlan.Status;
import org.jspecify.annotations.Nullable;

/**
 * What an alter asks of a plan; absent components stay.
 *
 * @param namespace the namespace the client believes the plan to be in
 */
public record ResourcePlanChange(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable Status status,
    @Nullable Setting<Integer> queryParallelism,
    @Nullable Setting<String> defaultPool) {

  /** A new value, which may be none. */
  public record Setting<T>(@Nullable T value) {}

  /** How an alter treats the status of the plan, and of others. */
  public enum Mode {
    /** An enabled plan may become active; an active one stays. */
    ORDINARY,
    /** A disabled plan may become active at once. */
    ENABLE_AND_ACTIVATE,
    /** The active plan may be deactivated without a successor. */
    FORCE_DEACTIVATE,
    /** The plan takes the name and the status of another, which is kept, disabled. */
    REPLACE
  }
}
