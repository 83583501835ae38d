package io.propolis.catalog.model.access;

import io.propolis.catalog.model.OwnerType;

/** Somebody to whom things are granted. Names are kept as given: their case counts. */
public record Principal(OwnerType type, String name) {
  public static Principal user(String name) {
    return new Principal(OwnerType.USER, name);
  }

  public static Principal group(String name) {
    return new Principal(OwnerType.GROUP, name);
  }

  public static Principal role(String name) {
    return new Principal(OwnerType.ROLE, name);
  }

  public boolean isRole() {
    return type == OwnerType.ROLE;
  }
}
