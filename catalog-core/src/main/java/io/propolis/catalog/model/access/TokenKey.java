package io.propolis.catalog.model.access;

/**
 * A secret that delegation tokens are signed with.
 *
 * @param id 0 before it is stored
 * @param secret in base64
 * @param signsUntil epoch milliseconds, after which new tokens get another key
 * @param expiresAt epoch milliseconds, after which no token of it is valid any more
 */
public record TokenKey(int id, String secret, long signsUntil, long expiresAt) {
  @Override
  public String toString() {
    return "TokenKey[" + id + "]"; // a secret is not for logs
  }
}
