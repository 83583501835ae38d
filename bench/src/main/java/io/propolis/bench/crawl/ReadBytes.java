package io.propolis.bench.crawl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that a process has read, from files and elsewhere, as Linux counts them. */
final class ReadBytes {
  private ReadBytes() {}

  /** Of this process; 0 where it is unknown. */
  static long here() {
    try {
      return parse(Files.readString(Path.of("/proc/self/io")));
    } catch (IOException e) {
      // This is no Linux.
      return 0;
    }
  }

  static long parse(String counters) {
    return counters
        .lines()
        .filter(line -> line.startsWith("rchar:"))
        .mapToLong(line -> Long.parseLong(line.substring(6).strip()))
        .sum();
  }
}
