package io.propolis.thrift.security;

import java.util.Optional;

/** Knows bearer tokens (RFC 6750). Is asked by many threads at once. */
@FunctionalInterface
public interface BearerCheck {
  /** The user a token is of; empty when it is not valid. */
  Optional<String> userOf(String token);
}
