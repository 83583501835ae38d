package io.propolis.glue.auth;

/**
 * A key that requests are signed with.
 *
 * @param user whose it is, as the catalog names people
 */
public record AccessKey(String id, String secret, String user) {
  @Override
  public String toString() {
    return "AccessKey[" + id + ", " + user + "]"; // a secret is not for logs
  }
}
