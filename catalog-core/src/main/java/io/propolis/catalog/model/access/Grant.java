package io.propolis.catalog.model.access;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One privilege on one resource, given to one principal.
 *
 * @param id 0 before it is stored
 * @param privilege "SELECT", "ALL" …: any word; case does not count
 * @param grantor who gave it; absent when nobody said
 * @param authorizer the authorization plug-in whose grant it is ("SQL"); absent when it did not say
 * @param passing whether the principal may pass it on (with grant option)
 * @param grantedAt epoch milliseconds
 */
public record Grant(
    long id,
    Resource resource,
    Principal principal,
    String privilege,
    @Nullable Principal grantor,
    @Nullable String authorizer,
    Passing passing,
    long grantedAt) {
  /** What the principal may do with a privilege or a role beside using it. */
  public enum Passing {
    /** Use it only. */
    DENIED,
    /** Grant it to others too. */
    ALLOWED
  }

  public Grant on(Resource newResource) {
    return new Grant(0, newResource, principal, privilege, grantor, authorizer, passing, grantedAt);
  }

  public Grant at(long newGrantedAt) {
    return new Grant(
        id, resource, principal, privilege, grantor, authorizer, passing, newGrantedAt);
  }

  /** Whether the privilege has this name. */
  public boolean is(String otherPrivilege) {
    return privilege.equalsIgnoreCase(otherPrivilege);
  }

  /** Whether both were given by principals of the same name, or by nobody. */
  public boolean hasGrantorOf(Grant other) {
    return grantorName().equalsIgnoreCase(other.grantorName());
  }

  /** "" when nobody said. */
  public String grantorName() {
    return grantor == null ? "" : grantor.name();
  }

  /** Whether both say the same, whenever they were given. */
  public boolean saysTheSameAs(Grant other) {
    return resource.equals(other.resource)
        && principal.equals(other.principal)
        && is(other.privilege)
        && Objects.equals(grantor, other.grantor)
        && Objects.equals(authorizer, other.authorizer)
        && passing == other.passing;
  }
}
