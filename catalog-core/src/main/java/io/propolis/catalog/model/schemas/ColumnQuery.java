package io.propolis.catalog.model.schemas;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Names;
import org.jspecify.annotations.Nullable;

/**
 * Which columns somebody looks for in all schemas; what is absent is not looked at.
 *
 * @param name folded
 * @param namespace exactly as the column's comment
 * @param type folded
 */
public record ColumnQuery(
    @Nullable String name, @Nullable String namespace, @Nullable String type) {
  /** Throws INVALID when neither a name nor a namespace is given: that would be everything. */
  public ColumnQuery {
    if (name == null && namespace == null) {
      throw invalid(
          Entity.REQUEST, "The search for schemas gives neither a column's name nor a namespace");
    }
    name = name == null ? null : Names.fold(name);
    type = type == null ? null : Names.fold(type);
  }
}
