package io.propolis.bench.server;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A server that is measured. */
public enum Contender {
  PROPOLIS("propolis"),
  EMPTY("empty"),
  HIVE_4("hive-4.0.1"),
  HIVE_3("hive-3.1.3");

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  /** As the command line, the tables and the JSON name it. */
  public String label() {
    return label;
  }

  /** The release of Apache Hive, "4.0.1"; only of those. */
  public String hiveVersion() {
    return label.substring("hive-".length());
  }

  public boolean isHive() {
    return this == HIVE_4 || this == HIVE_3;
  }

  /** Throws IllegalArgumentException naming those that there are. */
  public static Contender of(String label) {
    return Arrays.stream(values())
        .filter(contender -> contender.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No server '%s'; there are %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(Contender::label)
                                .collect(Collectors.joining(", ")))));
  }
}
