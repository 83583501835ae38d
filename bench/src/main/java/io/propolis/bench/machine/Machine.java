package io.propolis.bench.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What the measurements ran on.
 *
 * @param processors as the JVM sees them
 * @param memoryMiB of the whole machine; 0 where it is unknown
 * @param load processes that wanted a processor, on average of the last minute; negative where it
 *     is unknown
 */
public record Machine(
    String processor, int processors, long memoryMiB, String system, String java, double load) {
  public static Machine here() {
    return new Machine(
        line(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        line(Path.of("/proc/meminfo"), "MemTotal")
            .map(kib -> Long.parseLong(kib.replaceAll("\\D", "")) / 1024)
            .orElse(0L),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static Optional<String> line(Path file, String key) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** One line for people. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %,d MiB, %s, %s, load %.1f",
        processor,
        processors,
        memoryMiB,
        system,
        java,
        load);
  }
}
