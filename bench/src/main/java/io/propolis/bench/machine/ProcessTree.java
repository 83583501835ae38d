package io.propolis.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A process and its descendants, as Linux accounts for them; zeros on other systems. */
public final class ProcessTree {
  private static final Path PROC = Path.of("/proc");

  private final ProcessHandle root;

  public ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /**
   * Processor time used so far, in seconds: of those that live and of the children they have waited
   * for. Counted by the kernel in steps of 10 ms for each process.
   */
  public double cpuSeconds() {
    return read("stat").mapToDouble(text -> ProcStat.parse(text).cpuSeconds()).sum();
  }

  /** Resident memory in MiB; what processes share counts for each of them. */
  public double residentMiB() {
    return read("status").mapToDouble(ProcessTree::residentMiB).sum();
  }

  /** The most memory in MiB that was resident at once, of each that lives. */
  public double peakMiB() {
    return read("status").mapToDouble(status -> mebibytes(status, "VmHWM:")).sum();
  }

  /** Resident memory in millions of bytes. */
  public double residentMegabytes() {
    return residentMiB() * (1 << 20) / 1e6;
  }

  private Stream<String> read(String file) {
    return Stream.concat(Stream.of(root), root.descendants())
        .map(process -> PROC.resolve(Long.toString(process.pid())).resolve(file))
        .flatMap(path -> content(path).stream());
  }

  private static Optional<String> content(Path path) {
    try {
      return Optional.of(Files.readString(path));
    } catch (IOException e) {
      // It ended meanwhile, or this is no Linux.
      return Optional.empty();
    }
  }

  static double residentMiB(String status) {
    return mebibytes(status, "VmRSS:");
  }

  private static double mebibytes(String status, String field) {
    return status
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }
}
