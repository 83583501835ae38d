package io.propolis.thrift.translate;

/** Hive counts in seconds, the catalog in milliseconds. */
public final class Times {
  private Times() {}

  static long millis(int seconds) {
    return seconds * 1000L;
  }

  public static int seconds(long millis) {
    return (int) Math.floorDiv(millis, 1000L);
  }
}
