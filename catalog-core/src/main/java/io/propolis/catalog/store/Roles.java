package io.propolis.catalog.store;

import io.propolis.catalog.model.access.Membership;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Role;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Roles and who holds them. */
public interface Roles {
  /**
   * Nobody else changes who holds which role before this transaction ends. Called before anything
   * else is read.
   */
  void serialise();

  Optional<Role> find(String name);

  /** Those of the names that are roles. */
  Set<String> existing(Collection<String> names);

  /** Sorted. */
  List<String> names();

  /** Throws ALREADY_EXISTS. */
  void insert(Role role);

  /** Removes the role and every holding of it and by it; an absent one is passed over. */
  void delete(String name);

  /** Throws ALREADY_EXISTS when the member holds the role; NOT_FOUND for the role. */
  void insert(Membership membership);

  /** Replaces all but role and member. Throws NOT_FOUND. */
  void update(Membership membership);

  /** An absent one is passed over. */
  void delete(String role, Principal member);

  Optional<Membership> find(String role, Principal member);

  /** Who holds the role directly, in the order in which it was granted. */
  List<Membership> membersOf(String role);

  /** What the member holds directly, in the order in which it was granted. */
  List<Membership> heldBy(Principal member);

  /** The roles that the member holds directly, in the order in which they were granted. */
  List<Role> rolesOf(Principal member);

  /** Names of all roles that any of the members holds, directly or through other roles. */
  Set<String> reachableFrom(Collection<Principal> members);
}
