package io.propolis.catalog.model.workload;

import io.propolis.catalog.model.workload.ResourcePlan.Trigger;
import org.jspecify.annotations.Nullable;

/** What an alter asks of a trigger; absent components stay. */
public record TriggerChange(
    @Nullable String condition, @Nullable String action, @Nullable Boolean unmanaged) {
  public Trigger appliedTo(Trigger trigger) {
    return new Trigger(
        trigger.name(),
        condition == null ? trigger.condition() : condition,
        action == null ? trigger.action() : action,
        unmanaged == null ? trigger.unmanaged() : unmanaged);
  }
}
