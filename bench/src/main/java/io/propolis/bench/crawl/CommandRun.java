package io.propolis.bench.crawl;

import io.propolis.bench.machine.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One command of ours from its start to its end, as people run it.
 *
 * @param seconds of all of it, the start of the JVM included
 * @param peakMiB the most memory that was resident
 * @param output what it printed
 */
record CommandRun(double seconds, double peakMiB, String output) {
  private static final long POLL_MILLIS = 20;
  private static final int SHOWN = 2000;

  /** Runs it; throws with what it printed when it fails. */
  static CommandRun of(Path launcher, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    var output = Files.createTempFile("propolis-bench", ".out");
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      long started = System.nanoTime();
      var process = builder.start();
      var tree = new ProcessTree(process.toHandle());
      double peak = 0;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, tree.peakMiB());
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      var said = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s ended with exit code %d: %s"
                .formatted(
                    String.join(" ", command),
                    process.exitValue(),
                    said.substring(Math.max(0, said.length() - SHOWN))));
      }
      return new CommandRun(seconds, peak, said);
    } finally {
      Files.delete(output);
    }
  }
}
