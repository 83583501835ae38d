package io.propolis.thrift.security;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.DelegationTokenOperations;
import io.propolis.catalog.model.access.DelegationToken;
import java.util.Optional;

/**
 * Delegation tokens in Hadoop's form. They are given to those who show a Kerberos ticket, for
 * themselves or, as proxy users, for others.
 */
public final class DelegationTokens {
  private static final String DOOR = "thrift";

  private final Catalog catalog;
  private final Authentication authentication;
  private final Delegation delegation;

  public DelegationTokens(Catalog catalog, Authentication authentication, Delegation delegation) {
    this.catalog = catalog;
    this.authentication = authentication;
    this.delegation = delegation;
  }

  /** Throws FORBIDDEN for callers without a ticket, and for those who may not act as the owner. */
  public String issue(Optional<Proof> proof, String address, String owner, String renewer) {
    var caller = requireTicket(proof);
    var user = shortName(owner);
    boolean own = user.equals(caller);
    if (!own && !delegation.proxyUsers().allows(caller, address, user)) {
      throw forbidden("User: %s is not allowed to impersonate %s".formatted(caller, user));
    }
    var signed =
        as(caller)
            .issue(
                user,
                renewer.isEmpty() ? "" : shortName(renewer),
                own ? "" : caller,
                delegation.lifetimes());
    return HadoopToken.signed(signed.token(), signed.key()).written();
  }

  private String shortName(String principal) {
    return authentication
        .shortName(principal)
        .orElseThrow(() -> invalid(Entity.TOKEN, "No rules applied to the principal " + principal));
  }

  /** Returns until when it is valid now, in epoch milliseconds. */
  public long renew(Optional<Proof> proof, String written) {
    var caller = requireTicket(proof);
    var token = authentic(as(caller), written);
    return as(caller).renew(token, delegation.lifetimes());
  }

  public void cancel(String user, String written) {
    var tokens = as(user);
    tokens.cancel(authentic(tokens, written));
  }

  /** The password of a token that is valid now. */
  Optional<byte[]> password(DelegationToken token) {
    return as("").keyOf(token).map(key -> HadoopToken.password(token, key));
  }

  /** What a text says, once it is known to have been signed here. */
  private static DelegationToken authentic(DelegationTokenOperations tokens, String written) {
    HadoopToken read;
    try {
      read = HadoopToken.read(written);
    } catch (IllegalArgumentException e) {
      throw invalid(Entity.TOKEN, "This is no delegation token: " + e.getMessage());
    }
    var key = tokens.keyOf(read.token());
    if (key.isPresent() && !read.isSignedWith(key.get())) {
      throw forbidden("The token of %s has a wrong password".formatted(read.token().owner()));
    }
    return read.token();
  }

  private static String requireTicket(Optional<Proof> given) {
    return given
        .filter(proof -> proof.method() == Proof.Method.TICKET)
        .map(Proof::user)
        .orElseThrow(
            () ->
                forbidden(
                    "Delegation Token can be issued only with kerberos authentication. Current"
                        + " AuthenticationMethod: "
                        + given.map(proof -> proof.method().name()).orElse("NONE")));
  }

  private DelegationTokenOperations as(String user) {
    return catalog.as(new Caller(user, DOOR)).delegationTokens();
  }

  private static CatalogException forbidden(String message) {
    return new CatalogException(Kind.FORBIDDEN, Entity.TOKEN, message);
  }
}
