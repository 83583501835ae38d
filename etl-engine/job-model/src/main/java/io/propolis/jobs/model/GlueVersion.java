package io.propolis.jobs.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Glue release a job was written for. Every job runs on the same Spark 4.1; up to 5.1 with the
 * settings that keep scripts for Spark 3 working, from 6.0 on with Spark's own defaults.
 */
public enum GlueVersion {
  V0_9("0.9"),
  V1_0("1.0"),
  V2_0("2.0"),
  V3_0("3.0"),
  V4_0("4.0"),
  V5_0("5.0"),
  V5_1("5.1"),
  V6_0("6.0");

  /** What CreateJob takes when the member is absent. */
  public static final GlueVersion DEFAULT = V5_1;

  private final String label;

  GlueVersion(String label) {
    this.label = label;
  }

  /** The version as CreateJob writes it ("5.1"). */
  public String label() {
    return label;
  }

  public static Optional<GlueVersion> of(String label) {
    return Arrays.stream(values()).filter(version -> version.label.equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(GlueVersion::label).toList();
  }

  /** How long a run may take when the job does not say: 8 hours since 5.0, 48 before. */
  public Duration defaultTimeout() {
    return compareTo(V5_0) >= 0 ? Duration.ofMinutes(480) : Duration.ofMinutes(2880);
  }

  /** Spark settings by which Spark 4.1 behaves as this version's Spark did. */
  public Map<String, String> sparkSettings() {
    return compareTo(V6_0) >= 0
        ? Map.of()
        : Map.of("spark.sql.ansi.enabled", "false", "spark.sql.legacy.timeParserPolicy", "LEGACY");
  }
}
