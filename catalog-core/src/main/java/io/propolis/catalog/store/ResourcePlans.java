package io.propolis.catalog.store;

import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Name;
import java.util.List;
import java.util.Optional;

/** Resource plans, each stored and changed as a whole. */
public interface ResourcePlans {
  Optional<ResourcePlan> find(Name name);

  /** All plans of a namespace, sorted by name. */
  List<ResourcePlan> all(String namespace);

  /** The plan, which nobody else changes before this transaction ends. */
  Optional<ResourcePlan> lock(Name name);

  /** All plans of a namespace, which nobody else changes before this transaction ends. */
  List<ResourcePlan> lockAll(String namespace);

  /** Throws ALREADY_EXISTS. */
  void insert(ResourcePlan plan);

  /** Replaces the plan, which may rename it. Throws NOT_FOUND, ALREADY_EXISTS. */
  void update(Name name, ResourcePlan changed);

  /** Throws NOT_FOUND. */
  void delete(Name name);
}
