package io.propolis.inference;

import io.propolis.inference.InferredType.Scalar;

/** What one text looks like, the type that follows in either source, and why in words. */
enum TextForm {
  // Among forms of equal frequency the first explains the type: the surprising ones come first.
  ZERO_PADDED(Scalar.STRING, Scalar.STRING, "is zero-padded"),
  PLUS_SIGNED(Scalar.STRING, Scalar.STRING, "begins with '+', as phone numbers do"),
  HUGE_INTEGER(Scalar.STRING, Scalar.STRING, "has more digits than bigint holds"),
  NEGATIVE_ZERO(Scalar.STRING, Scalar.INT, "is a negative zero, which engines write as 0"),
  NO_CALENDAR_DATE(Scalar.STRING, Scalar.STRING, "is no day of the calendar"),
  TEXT(Scalar.STRING, Scalar.STRING, "is text"),
  FLOATING(Scalar.STRING, Scalar.DOUBLE, "is a number not in plain decimal notation"),
  LONG_DECIMAL(Scalar.STRING, Scalar.DOUBLE, "has more than 38 digits"),
  TIMESTAMP_ZONED(Scalar.STRING, Scalar.TIMESTAMP, "is a timestamp with an offset"),
  TIMESTAMP_ISO(Scalar.STRING, Scalar.TIMESTAMP, "is an ISO timestamp"),
  TIMESTAMP_MINUTES(Scalar.STRING, Scalar.TIMESTAMP, "is a timestamp without seconds"),
  TIMESTAMP(Scalar.TIMESTAMP, Scalar.TIMESTAMP, "is a timestamp"),
  DATE(Scalar.DATE, Scalar.DATE, "is a date"),
  /**
   * In cells a timestamp when all of a column are written in one way, which the accumulator knows.
   */
  LOCAL_TEMPORAL(Scalar.STRING, Scalar.UNKNOWN, "is a date or time as people write it"),
  BOOLEAN(Scalar.STRING, Scalar.BOOLEAN, "is a truth value"),
  /** In partition values a decimal whose digits the accumulator counts. */
  FIXED_POINT(Scalar.UNKNOWN, Scalar.DOUBLE, "is a decimal number"),
  BIGINT(Scalar.BIGINT, Scalar.BIGINT, "is a whole number beyond 32 bits"),
  INT(Scalar.INT, Scalar.INT, "is a whole number");

  private final Scalar partitionType;
  private final Scalar cellType;
  private final String phrase;

  TextForm(Scalar partitionType, Scalar cellType, String phrase) {
    this.partitionType = partitionType;
    this.cellType = cellType;
    this.phrase = phrase;
  }

  Scalar typeIn(TextSource source) {
    return source == TextSource.CELL ? cellType : partitionType;
  }

  boolean isTemporal() {
    return cellType == Scalar.DATE || cellType == Scalar.TIMESTAMP;
  }

  String phrase() {
    return phrase;
  }
}
