package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Membership;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Role;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Roles, and who holds them. Every user holds {@link Role#PUBLIC} without being granted it; it and
 * {@link Role#ADMIN} exist from the start and stay.
 */
public final class RoleOperations {
  private final Context context;

  RoleOperations(Context context) {
    this.context = context;
  }

  /** Sorted. */
  public List<String> names() {
    return context.store().read(tx -> tx.roles().names());
  }

  public Optional<Role> find(String name) {
    return context.store().read(tx -> tx.roles().find(name));
  }

  /** Throws ALREADY_EXISTS; INVALID for {@code public} and for a blank name. */
  public Role create(String name, @Nullable String owner) {
    if (name.equals(Role.PUBLIC)) {
      throw invalid(Entity.ROLE, "public role implicitly exists. It can't be created.");
    }
    if (name.isBlank()) {
      throw invalid(Entity.ROLE, "A role needs a name");
    }
    var role = new Role(name, owner, context.clock().millis());
    return context
        .store()
        .write(
            tx -> {
              if (tx.roles().find(name).isPresent()) {
                throw new CatalogException(
                    Kind.ALREADY_EXISTS, Entity.ROLE, "Role " + name + " already exists.");
              }
              tx.roles().insert(role);
              return role;
            });
  }

  /**
   * Drops a role with all that was granted to it; one that does not exist is passed over. INVALID
   * for those that always exist.
   */
  public void drop(String name) {
    if (name.equals(Role.ADMIN) || name.equals(Role.PUBLIC)) {
      throw invalid(Entity.ROLE, "public,admin roles can't be dropped.");
    }
    context
        .store()
        .<Void>write(
            tx -> {
              tx.roles().serialise();
              tx.roles().delete(name);
              tx.grants().deleteTo(Principal.role(name));
              return null;
            });
  }

  /**
   * Gives a role to a principal.
   *
   * @throws CatalogException NOT_FOUND for the role, also when it is to hold the other; INVALID
   *     when the principal holds it already, when roles would hold each other in a circle, and for
   *     {@code public}
   */
  public void grant(Membership requested) {
    if (requested.role().equals(Role.PUBLIC)) {
      throw invalid(
          Entity.ROLE,
          "No user can be added to public. Since all users implicitly belong to public role.");
    }
    var membership =
        new Membership(
            requested.role(),
            requested.member(),
            requested.grantor(),
            requested.passing(),
            context.clock().millis());
    context
        .store()
        .<Void>write(
            tx -> {
              tx.roles().serialise();
              require(tx, membership.role());
              checkMember(tx, membership);
              tx.roles().insert(membership);
              return null;
            });
  }

  private static void checkMember(Transaction tx, Membership membership) {
    var member = membership.member();
    var role = membership.role();
    if (member.isRole()) {
      if (member.name().equals(role)
          || tx.roles().reachableFrom(List.of(Principal.role(role))).contains(member.name())) {
        throw invalid(
            Entity.ROLE,
            "Cannot grant role %s to %s as %s already belongs to the role %s. (no cycles allowed)"
                .formatted(member.name(), role, role, member.name()));
      }
      if (tx.roles().find(member.name()).isEmpty()) {
        throw new CatalogException(
            Kind.NOT_FOUND, Entity.ROLE, "Role " + member.name() + " does not exist");
      }
    }
    if (tx.roles().find(role, member).isPresent()) {
      throw invalid(
          Entity.ROLE, "Principal %s already has the role %s".formatted(member.name(), role));
    }
  }

  /**
   * Takes a role from a principal; one that the principal does not hold is passed over. NOT_FOUND
   * for the role; INVALID for {@code public}.
   */
  public void revoke(String role, Principal member) {
    refusePublic(role);
    context
        .store()
        .<Void>write(
            tx -> {
              tx.roles().serialise();
              require(tx, role);
              tx.roles().delete(role, member);
              return null;
            });
  }

  /**
   * Lets a principal keep a role but not give it to others. NOT_FOUND for the role; INVALID when
   * the principal may not give it to others now, and for {@code public}.
   */
  public void revokePassing(String role, Principal member) {
    refusePublic(role);
    context
        .store()
        .<Void>write(
            tx -> {
              tx.roles().serialise();
              require(tx, role);
              var held =
                  tx.roles()
                      .find(role, member)
                      .filter(membership -> membership.passing() == Passing.ALLOWED)
                      .orElseThrow(
                          () ->
                              invalid(
                                  Entity.ROLE,
                                  "User %s does not have grant option with role %s"
                                      .formatted(member.name(), role)));
              tx.roles()
                  .update(
                      new Membership(
                          role, member, held.grantor(), Passing.DENIED, held.grantedAt()));
              return null;
            });
  }

  private static void refusePublic(String role) {
    if (role.equals(Role.PUBLIC)) {
      throw invalid(Entity.ROLE, "public role can't be revoked.");
    }
  }

  private static void require(Transaction tx, String role) {
    if (tx.roles().find(role).isEmpty()) {
      throw notFound(Entity.ROLE, role);
    }
  }

  /** Who holds the role by a grant. Empty for an unknown role. */
  public List<Membership> membersOf(String role) {
    return context.store().read(tx -> tx.roles().membersOf(role));
  }

  /** What the principal holds directly; a user holds {@code public} last, without a grantor. */
  public List<Membership> heldBy(Principal member) {
    var held = new ArrayList<>(context.store().read(tx -> tx.roles().heldBy(member)));
    if (member.type() == OwnerType.USER) {
      held.add(new Membership(Role.PUBLIC, member, null, Passing.DENIED, 0));
    }
    return held;
  }

  /** The roles that the principal holds directly; a user holds {@code public} last. */
  public List<Role> rolesOf(Principal member) {
    var roles = new ArrayList<>(context.store().read(tx -> tx.roles().rolesOf(member)));
    if (member.type() == OwnerType.USER) {
      roles.add(new Role(Role.PUBLIC, Role.PUBLIC, 0));
    }
    return roles;
  }
}
