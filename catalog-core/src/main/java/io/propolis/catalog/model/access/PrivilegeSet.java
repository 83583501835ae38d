package io.propolis.catalog.model.access;

import java.util.List;
import java.util.Map;

/**
 * The grants on one resource that somebody has: their own, those of their groups, and those of the
 * roles that they hold directly or through other roles. A principal that counts has an entry even
 * when nothing is granted to it.
 */
public record PrivilegeSet(
    Map<String, List<Grant>> users,
    Map<String, List<Grant>> groups,
    Map<String, List<Grant>> roles) {
  public PrivilegeSet {
    users = Map.copyOf(users);
    groups = Map.copyOf(groups);
    roles = Map.copyOf(roles);
  }
}
