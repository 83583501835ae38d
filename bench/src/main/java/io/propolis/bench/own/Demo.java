package io.propolis.bench.own;

import io.propolis.bench.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How long {@code ./propolis demo} takes on a machine that has what it downloads. */
public final class Demo {
  private static final double SECONDS_AT_MOST = 240;

  private Demo() {}

  /** Runs it once. */
  public static Verdict run(Path launcher, Path scratch) throws IOException, InterruptedException {
    long started = System.nanoTime();
    var log = scratch.resolve("demo.log");
    var exit =
        new ProcessBuilder(launcher.toString(), "demo", "--exit")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    double seconds = (System.nanoTime() - started) / 1e9;
    if (exit != 0) {
      throw new IOException(
          "The demo failed with exit code " + exit + ":\n" + Files.readString(log));
    }
    return Verdict.atMost(
        SECONDS_AT_MOST,
        "s",
        "demo, with everything downloaded",
        seconds,
        String.format(Locale.ROOT, "%.0f s", seconds));
  }
}
