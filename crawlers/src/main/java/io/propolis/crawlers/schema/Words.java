package io.propolis.crawlers.schema;

/** Numbers of things, as people write them. */
public final class Words {
  private Words() {}

  /** {@code 1 file}, {@code 2 files}. */
  public static String count(long number, String noun) {
    return number + " " + plural(number, noun);
  }

  /** The noun for so many. */
  public static String plural(long number, String noun) {
    if (number == 1) {
      return noun;
    }
    return noun.endsWith("y") && !noun.endsWith("ey")
        ? noun.substring(0, noun.length() - 1) + "ies"
        : noun + "s";
  }
}
