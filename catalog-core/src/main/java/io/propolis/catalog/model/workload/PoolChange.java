package io.propolis.catalog.model.workload;

import io.propolis.catalog.model.workload.ResourcePlan.Pool;
import io.propolis.catalog.model.workload.ResourcePlanChange.Setting;
import org.jspecify.annotations.Nullable;

/** What an alter asks of a pool; absent components stay. */
public record PoolChange(
    @Nullable String path,
    @Nullable Double allocationFraction,
    @Nullable Integer queryParallelism,
    @Nullable Setting<String> schedulingPolicy) {

  /** All but the path, which concerns other pools too. */
  public Pool appliedTo(Pool pool) {
    return new Pool(
        pool.path(),
        allocationFraction == null ? pool.allocationFraction() : allocationFraction,
        queryParallelism == null ? pool.queryParallelism() : queryParallelism,
        schedulingPolicy == null ? pool.schedulingPolicy() : schedulingPolicy.value());
  }
}
