package io.propolis.catalog;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.resource.ResourceKind;
import java.util.Collection;
import java.util.List;

/**
 * A table to make, with all that is stored together with it or not at all.
 *
 * @param constraints checked as when they are added later
 * @param grants of privileges that hold from the start
 * @param statistics of its columns, written by the transaction that has stamped the table
 * @param resources of the control plane that belong to it
 */
public record NewTable(
    Table table,
    List<Constraint> constraints,
    List<Grant> grants,
    List<ColumnStatistics> statistics,
    List<Attachment> resources) {
  public NewTable {
    constraints = List.copyOf(constraints);
    grants = List.copyOf(grants);
    statistics = List.copyOf(statistics);
    resources = List.copyOf(resources);
  }

  /** A new table with nothing of the control plane. */
  public NewTable(
      Table table,
      List<Constraint> constraints,
      List<Grant> grants,
      List<ColumnStatistics> statistics) {
    this(table, constraints, grants, statistics, List.of());
  }

  /** A resource that belongs to the table, before the table has an id. */
  public record Attachment(ResourceKind kind, String name, String document) {}

  /** The table alone. */
  public static NewTable of(Table table) {
    return new NewTable(table, List.of(), List.of(), List.of());
  }

  public NewTable withTable(Table other) {
    return new NewTable(other, constraints, grants, statistics, resources);
  }

  public NewTable withConstraints(Collection<Constraint> added) {
    return new NewTable(table, List.copyOf(added), grants, statistics, resources);
  }

  public NewTable withResources(Collection<Attachment> added) {
    return new NewTable(table, constraints, grants, statistics, List.copyOf(added));
  }
}
