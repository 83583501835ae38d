package io.propolis.bench.glue;

import io.propolis.bench.server.Contender;
import io.propolis.bench.server.DatabaseKind;
import io.propolis.bench.server.ServerProcess;
import io.propolis.bench.server.Sites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A server that answers the Glue API, or one that sends as many bytes.
 *
 * @param label as the tables and the JSON name it
 */
record GlueSite(String label, int port, ServerProcess process) implements AutoCloseable {
  static final String MOTO = "moto";
  static final String SAME_BYTES = "http, same bytes";

  /** Our packaged server over its embedded database, which stays from run to run. */
  static GlueSite ours(Sites sites) throws IOException, InterruptedException, SQLException {
    var site = sites.start(Contender.PROPOLIS, DatabaseKind.SQLITE, null);
    int port = site.ownMetrics().orElseThrow().httpPort();
    return new GlueSite(Contender.PROPOLIS.label(), port, site.process());
  }

  /** moto's server, from PyPI, which keeps everything in memory. */
  static GlueSite moto(Sites sites) throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    var command =
        List.of(
            home(sites).resolve("bin/moto_server").toString(),
            "-H",
            "127.0.0.1",
            "-p",
            String.valueOf(port));
    var log = sites.scratch().resolve("moto.log");
    return new GlueSite(MOTO, port, ServerProcess.start(command, Map.of(), port, log));
  }

  static GlueSite sameBytes(Sites sites) throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SameBytesServer.class.getName(),
            String.valueOf(port));
    var log = sites.scratch().resolve("same-bytes.log");
    return new GlueSite(SAME_BYTES, port, ServerProcess.start(command, Map.of(), port, log));
  }

  private static Path home(Sites sites) throws IOException, InterruptedException {
    var script = sites.root().resolve("scripts").resolve("setup").resolve("python.sh");
    var process =
        new ProcessBuilder(script.toString(), "moto")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("moto's server could not be set up");
    }
    return Path.of(output);
  }

  @Override
  public void close() {
    process.close();
  }
}
