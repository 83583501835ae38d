package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.workload.ResourcePlan;
import io.propolis.catalog.model.workload.ResourcePlan.Name;
import io.propolis.catalog.model.workload.ResourcePlan.Status;
import io.propolis.catalog.store.ResourcePlans;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

final class JdbcResourcePlans implements ResourcePlans {
  private static final String FIND =
      """
      SELECT namespace, name, status, definition
      FROM resource_plans WHERE namespace = ? AND name = ?""";
  private static final String ALL =
      """
      SELECT namespace, name, status, definition
      FROM resource_plans WHERE namespace = ? ORDER BY name""";
  private static final String INSERT =
      "INSERT INTO resource_plans (namespace, name, status, definition) VALUES (?, ?, ?, ?)";
  private static final String UPDATE =
      """
      UPDATE resource_plans SET namespace = ?, name = ?, status = ?, definition = ?
      WHERE namespace = ? AND name = ?""";
  private static final String DELETE =
      "DELETE FROM resource_plans WHERE namespace = ? AND name = ?";

  private final Sql sql;
  private final Mode mode;

  JdbcResourcePlans(Sql sql, Mode mode) {
    this.sql = sql;
    this.mode = mode;
  }

  @Override
  public Optional<ResourcePlan> find(Name name) {
    return sql.first(FIND, JdbcResourcePlans::plan, name.namespace(), name.name());
  }

  @Override
  public List<ResourcePlan> all(String namespace) {
    return sql.list(ALL, JdbcResourcePlans::plan, Names.fold(namespace));
  }

  @Override
  public Optional<ResourcePlan> lock(Name name) {
    mode.requireWritable();
    return sql.first(
        FIND + sql.dialect().forUpdate(), JdbcResourcePlans::plan, name.namespace(), name.name());
  }

  @Override
  public List<ResourcePlan> lockAll(String namespace) {
    mode.requireWritable();
    return sql.list(
        ALL + sql.dialect().forUpdate(), JdbcResourcePlans::plan, Names.fold(namespace));
  }

  private static ResourcePlan plan(Row row) throws SQLException {
    return ResourcePlanRow.JSON
        .read(row.text(4))
        .plan(new Name(row.text(1), row.text(2)), Status.valueOf(row.text(3)));
  }

  @Override
  public void insert(ResourcePlan plan) {
    mode.requireWritable();
    checkLengths(plan.name());
    try {
      sql.update(
          INSERT,
          plan.name().namespace(),
          plan.name().name(),
          plan.status(),
          ResourcePlanRow.JSON.write(ResourcePlanRow.of(plan)));
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> exists(plan.name()));
    }
  }

  @Override
  public void update(Name name, ResourcePlan changed) {
    mode.requireWritable();
    checkLengths(changed.name());
    try {
      int updated =
          sql.update(
              UPDATE,
              changed.name().namespace(),
              changed.name().name(),
              changed.status(),
              ResourcePlanRow.JSON.write(ResourcePlanRow.of(changed)),
              name.namespace(),
              name.name());
      requireOne(updated, name);
    } catch (StatementFailure e) {
      throw e.as(Failure.UNIQUE, () -> exists(changed.name()));
    }
  }

  @Override
  public void delete(Name name) {
    mode.requireWritable();
    requireOne(sql.update(DELETE, name.namespace(), name.name()), name);
  }

  private static void checkLengths(Name name) {
    Limits.name(Entity.RESOURCE_PLAN, name.namespace());
    Limits.name(Entity.RESOURCE_PLAN, name.name());
  }

  private static void requireOne(int rows, Name name) {
    if (rows == 0) {
      throw new CatalogException(
          Kind.NOT_FOUND, Entity.RESOURCE_PLAN, "There is no resource plan named: " + name);
    }
  }

  private static CatalogException exists(Name name) {
    return CatalogException.alreadyExists(Entity.RESOURCE_PLAN, name);
  }
}
