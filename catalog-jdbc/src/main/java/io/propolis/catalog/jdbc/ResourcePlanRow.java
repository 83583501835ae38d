package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping;
import io.propolis.catalog.model.workload.ResourcePlan.Name;
import io.propolis.catalog.model.workload.ResourcePlan.Pool;
import io.propolis.catalog.model.workload.ResourcePlan.PoolTrigger;
import io.propolis.catalog.model.workload.ResourcePlan.Status;
import io.propolis.catalog.model.workload.ResourcePlan.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored text of a resource plan: all but its name and its status, which are columns. */
record ResourcePlanRow(
    @Nullable Integer queryParallelism,
    @Nullable String defaultPool,
    List<Pool> pools,
    List<Trigger> triggers,
    List<Mapping> mappings,
    List<PoolTrigger> poolTriggers) {
  static final Json<ResourcePlanRow> JSON = Json.of(new TypeReference<>() {});

  static ResourcePlanRow of(ResourcePlan plan) {
    return new ResourcePlanRow(
        plan.queryParallelism(),
        plan.defaultPool(),
        plan.pools(),
        plan.triggers(),
        plan.mappings(),
        plan.poolTriggers());
  }

  ResourcePlan plan(Name name, Status status) {
    return new ResourcePlan(
        name, status, queryParallelism, defaultPool, pools, triggers, mappings, poolTriggers);
  }
}
