package io.propolis.crawlers.plan;

/** Words about what is kept. */
final class Kept {
  private static final int LONGEST = 60;

  private Kept() {}

  static String shortened(String text) {
    var plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
