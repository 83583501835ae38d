package io.propolis.inference;

/** Dates and timestamps as patterns of {@code java.time.format.DateTimeFormatter}, numbered. */
final class TemporalPattern {

  static final int DATE = 0;
  private static final int FRACTIONS = 10;
  private static final int ZONES = 4;

  private TemporalPattern() {}

  /**
   * The number of a timestamp's pattern.
   *
   * @param zone how many letters X the offset takes, 0 without one
   */
  static int of(char separator, boolean seconds, int fraction, int zone) {
    int clock = (separator == 'T' ? 2 : 0) + (seconds ? 1 : 0);
    return 1 + (clock * FRACTIONS + fraction) * ZONES + zone;
  }

  static String render(int number) {
    if (number == DATE) {
      return "yyyy-MM-dd";
    }
    int zone = (number - 1) % ZONES;
    int fraction = (number - 1) / ZONES % FRACTIONS;
    int clock = (number - 1) / ZONES / FRACTIONS;
    return "yyyy-MM-dd"
        + (clock >= 2 ? "'T'" : " ")
        + (clock % 2 == 1 ? "HH:mm:ss" : "HH:mm")
        + (fraction > 0 ? "." + "S".repeat(fraction) : "")
        + "X".repeat(zone);
  }
}
