package io.propolis.catalog.model.access;

import java.time.Duration;

/**
 * How long delegation tokens are good for.
 *
 * @param longest after which a token is over, however often it is renewed
 * @param renewal how long it is valid after it was issued or renewed
 * @param key how long a key signs new tokens
 */
public record TokenLifetimes(Duration longest, Duration renewal, Duration key) {
  /** The defaults of Hive: seven days, one day, one day. */
  public static final TokenLifetimes DEFAULT =
      new TokenLifetimes(Duration.ofDays(7), Duration.ofDays(1), Duration.ofDays(1));
}
