package io.propolis.thrift.security;

/** Knows users' passwords. Is asked by many threads at once. */
@FunctionalInterface
public interface PasswordCheck {
  /** Whether this is the password of that user; false also when there is no such user. */
  boolean accepts(String user, String password);
}
