package io.propolis.crawlers.formats;

import java.util.Locale;
import java.util.Optional;

/** How a whole file is packed. */
public enum Compression {
  NONE("none", ""),
  GZIP("gzip", ".gz"),
  BZIP2("bzip2", ".bz2"),
  ZSTD("zstd", ".zst"),
  /** Frames, as the {@code lz4} program writes them. */
  LZ4("lz4", ""),
  /** Hadoop's blocks of LZ4. */
  LZ4_HADOOP("lz4", ".lz4"),
  /** Frames, as {@code snzip} and Python's snappy write them. */
  SNAPPY("snappy", ""),
  /** Hadoop's blocks of Snappy. */
  SNAPPY_HADOOP("snappy", ".snappy"),
  ZIP("zip", "");

  private final String parameter;
  private final String suffix;

  Compression(String parameter, String suffix) {
    this.parameter = parameter;
    this.suffix = suffix;
  }

  /** Glue's {@code compressionType}. */
  public String parameter() {
    return parameter;
  }

  /**
   * What readers of the file will stumble over. Hive, Spark and Trino tell by the end of a file's
   * name how it is packed, not by its content.
   *
   * @param location of a file that is packed so
   */
  Optional<String> pitfall(String location) {
    var name = location.toLowerCase(Locale.ROOT);
    if (this == NONE) {
      return named(name)
          .map(
              c ->
                  "ends in %s and is not packed: engines will fail to unpack it"
                      .formatted(c.suffix));
    }
    if (suffix.isEmpty()) {
      return Optional.of(
          "is packed as %s, which Hive, Spark and Trino do not unpack; %s"
              .formatted(
                  described(),
                  this == ZIP ? "gzip is read by all" : "they read Hadoop's blocks, or gzip"));
    }
    return name.endsWith(suffix)
        ? Optional.empty()
        : Optional.of(
            "holds %s data and does not end in %s, by which engines know it"
                .formatted(parameter, suffix));
  }

  private static Optional<Compression> named(String name) {
    for (var compression : values()) {
      if (!compression.suffix.isEmpty() && name.endsWith(compression.suffix)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /** The format in words. */
  String described() {
    return switch (this) {
      case LZ4, SNAPPY -> parameter + " frames";
      case LZ4_HADOOP, SNAPPY_HADOOP -> "Hadoop's " + parameter + " blocks";
      case NONE, GZIP, BZIP2, ZSTD, ZIP -> parameter;
    };
  }
}
