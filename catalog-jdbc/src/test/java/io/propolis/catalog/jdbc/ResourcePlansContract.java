package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping;
import io.propolis.catalog.model.workload.ResourcePlan.Mapping.EntityType;
import io.propolis.catalog.model.workload.ResourcePlan.Name;
import io.propolis.catalog.model.workload.ResourcePlan.Pool;
import io.propolis.catalog.model.workload.ResourcePlan.PoolTrigger;
import io.propolis.catalog.model.workload.ResourcePlan.Status;
import io.propolis.catalog.model.workload.ResourcePlan.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ResourcePlansContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private static ResourcePlan full(Name name) {
    return new ResourcePlan(
        name,
        Status.ENABLED,
        7,
        "default",
        List.of(new Pool("default", 0.25, 3, null), new Pool("default.slow", 0.1, 4, "fair")),
        List.of(new Trigger("t1", AWKWARD, "KILL", true), new Trigger("t2", null, null, false)),
        List.of(
            new Mapping(EntityType.USER, "ann", "default", 1),
            new Mapping(EntityType.APPLICATION, "hue", null, 2)),
        List.of(new PoolTrigger("default.slow", "t1")));
  }

  @Test
  void aPlanComesBackAsItWasStored() {
    var plan = full(new Name("Cluster", "Day " + AWKWARD.strip()));
    write(store(), tx -> tx.resourcePlans().insert(plan));
    assertThat(given().find(tx -> tx.resourcePlans().find(plan.name()))).contains(plan);
    assertThat(given().list(tx -> tx.resourcePlans().all("CLUSTER"))).containsExactly(plan);

    var changed =
        plan.withName(new Name("cluster", "night"))
            .withStatus(Status.DISABLED)
            .withQueryParallelism(null)
            .withDefaultPool(null)
            .withPools(List.of());
    write(store(), tx -> tx.resourcePlans().update(plan.name(), changed));
    assertThat(given().list(tx -> tx.resourcePlans().all("cluster"))).containsExactly(changed);
    write(store(), tx -> tx.resourcePlans().delete(changed.name()));
    assertThat(given().list(tx -> tx.resourcePlans().all("cluster"))).isEmpty();
  }

  @Test
  void aNameIsTakenOncePerNamespace() {
    var one = ResourcePlan.disabled(new Name("ns1", "plan"));
    var other = ResourcePlan.disabled(new Name("ns2", "plan"));
    var third = ResourcePlan.disabled(new Name("ns1", "other"));
    write(store(), tx -> List.of(one, other, third).forEach(tx.resourcePlans()::insert));
    assertThat(given().list(tx -> tx.resourcePlans().all("ns1"))).containsExactly(third, one);
    assertRefused(store(), ALREADY_EXISTS, "plan in ns1", tx -> tx.resourcePlans().insert(one));
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "plan in ns1",
        tx -> tx.resourcePlans().update(third.name(), third.withName(one.name())));
  }

  @Test
  void whatIsNotThereIsNotChanged() {
    var absent = new Name("ns3", "absent");
    assertRefused(
        store(),
        NOT_FOUND,
        "absent in ns3",
        tx -> tx.resourcePlans().update(absent, ResourcePlan.disabled(absent)));
    assertRefused(store(), NOT_FOUND, "absent in ns3", tx -> tx.resourcePlans().delete(absent));
  }
}
