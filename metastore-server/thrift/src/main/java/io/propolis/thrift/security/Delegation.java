package io.propolis.thrift.security;

import io.propolis.catalog.model.access.TokenLifetimes;

/** How others act in users' names: by tokens, and as proxy users who ask for those. */
public record Delegation(TokenLifetimes lifetimes, ProxyUsers proxyUsers) {
  /** Tokens live as long as Hive's, and nobody asks for another's. */
  public static final Delegation DEFAULT = new Delegation(TokenLifetimes.DEFAULT, ProxyUsers.NONE);
}
