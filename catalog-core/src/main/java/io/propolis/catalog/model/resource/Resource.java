package io.propolis.catalog.model.resource;

import java.time.Instant;

/**
 * An object of the control plane, which the catalog keeps and does not read.
 *
 * @param document JSON object of its members as the API spells them, those unknown to this server
 *     included; without secrets in the clear
 * @param version from 1, one more with each change
 * @param created of milliseconds, like {@code updated}
 * @param updatedBy user who made the last change; empty when nobody was known
 */
public record Resource(
    ResourceKey key,
    String document,
    long version,
    Instant created,
    Instant updated,
    String createdBy,
    String updatedBy) {

  /** A new resource. */
  public static Resource of(ResourceKey key, String document, String user, Instant at) {
    return new Resource(key, document, 1, at, at, user, user);
  }

  /** Its next version. */
  public Resource changedTo(String newDocument, String user, Instant at) {
    return new Resource(key, newDocument, version + 1, created, at, createdBy, user);
  }

  public String name() {
    return key.name();
  }
}
