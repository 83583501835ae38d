package io.propolis.catalog.model.resource;

import io.propolis.catalog.model.Table;

/**
 * By what a resource is found.
 *
 * @param parent name of the resource, or id of the table, that it belongs to; empty when there is
 *     none
 */
public record ResourceKey(ResourceKind kind, String parent, String name) {
  /** Of a resource that belongs to no other. */
  public static ResourceKey of(ResourceKind kind, String name) {
    return new ResourceKey(kind, "", name);
  }

  /** Of a resource that goes with the table. */
  public static ResourceKey of(ResourceKind kind, Table table, String name) {
    return new ResourceKey(kind, Long.toString(table.id()), name);
  }

  /** "Crawler not found" goes on with this. */
  @Override
  public String toString() {
    return parent.isEmpty() || kind.parent().isEmpty() ? name : parent + "/" + name;
  }
}
