package io.propolis.catalog.model;

/** What kind of principal an owner is (Hive's {@code PrincipalType}). */
public enum OwnerType {
  USER,
  ROLE,
  GROUP
}
