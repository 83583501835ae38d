package io.propolis.catalog.model.access;

import org.jspecify.annotations.Nullable;

/**
 * A named set of privileges that principals hold. Its case counts.
 *
 * @param createdAt epoch milliseconds
 */
public record Role(String name, @Nullable String owner, long createdAt) {
  /** The role that every user holds without a grant. Always exists. */
  public static final String PUBLIC = "public";

  /** The role of administrators. Always exists. */
  public static final String ADMIN = "admin";
}
