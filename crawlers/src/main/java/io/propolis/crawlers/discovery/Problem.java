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
    var said = String.valueOf(why);
    var named = "Cannot read " + location + ": ";
    return new Problem(
        location,
        "cannot be read: " + (said.startsWith(named) ? said.substring(named.length()) : said),
        Kind.UNREADABLE);
  }
}
