package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Checkout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged command in a process of its own. */
final class CrawlCommand {
  private CrawlCommand() {}

  /** Crawls into a metastore; gives what was printed. */
  static String run(Path crawler, URI metastore) throws Exception {
    return run(crawler, metastore, Map.of());
  }

  /** The same, with more in its environment. */
  static String run(Path crawler, URI metastore, Map<String, String> environment) throws Exception {
    var command =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    Checkout.current().serverLibraries() + "/*",
                    "io.propolis.server.Main",
                    "crawl",
                    crawler.toString(),
                    "--server",
                    metastore.toString()))
            .redirectErrorStream(true);
    command.environment().putAll(environment);
    var process = command.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
