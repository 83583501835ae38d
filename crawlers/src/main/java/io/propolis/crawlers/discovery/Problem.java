package io.propolis.crawlers.discovery;

import org.jspecify.annotations.Nullable;

/**
 * Something in the lake that became part of no table, or that readers will stumble over.
 *
 * @param location file or folder
 * @param reason what is wrong, in words that follow the location
 */
public record Problem(String location, String reason, Kind kind) {
  /** What is known about the file. */
  public enum Kind {
    /** What it holds is known, or of no matter. */
    NOTICED,
    /** What it holds is not known: it may be damaged, or storage failed. */
    UNREADABLE,
    /** What lies below the folder is not known: storage does not let it be listed. */
    UNLISTED
  }

  public Problem(String location, String reason) {
    this(location, reason, Kind.NOTICED);
  }

  /**
   * A file that cannot be read.
   *
   * @param why what storage or the format says, which may name the file itself
   */
  public static Problem unreadable(String location, @Nullable String why) {
    return new Problem(location, "cannot be read: " + once(location, why), Kind.UNREADABLE);
  }

  /**
   * A table that cannot be read.
   *
   * @param location its folder
   * @param sign why it is taken for a table
   * @param why what storage or the format says, which may name a file of the folder
   */
  public static Problem unreadable(String location, String sign, @Nullable String why) {
    return new Problem(
        location,
        "cannot be read, though %s: %s".formatted(sign, once(location, why)),
        Kind.UNREADABLE);
  }

  /** Without what the problem itself says; of a file in the folder its place there is left. */
  private static String once(String location, @Nullable String why) {
    var said = String.valueOf(why);
    var named = "Cannot read " + location;
    return said.startsWith(named + ": ") || said.startsWith(named + "/")
        ? said.substring(named.length()).replaceFirst("^(: |/)", "")
        : said;
  }
}
