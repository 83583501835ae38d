package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.GlueClients;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.ServerProcess;
import io.propolis.compat.harness.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A shell in which {@code aws glue} and Python's clients of Glue speak to the server under test.
 */
final class GlueShell {
  private final URI endpoint;
  private final Path folder;

  /** Aborts the test when the server under test has no Glue door. */
  GlueShell(Metastore metastore, Path folder) {
    Assumptions.assumeTrue(metastore instanceof ServerProcess, "another server has no Glue door");
    this.endpoint = ((ServerProcess) metastore).httpUri();
    this.folder = folder;
  }

  URI endpoint() {
    return endpoint;
  }

  /** What a script prints, which has to end well. */
  String run(String script) throws IOException, InterruptedException {
    return run(script, Map.of());
  }

  /** The same with more in its environment. */
  String run(String script, Map<String, String> more) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "-ec", script).redirectErrorStream(true);
    var environment = builder.environment();
    environment.put("PATH", python().resolve("bin") + ":" + environment.getOrDefault("PATH", ""));
    environment.put("AWS_ENDPOINT_URL_GLUE", endpoint.toString());
    environment.put("AWS_ACCESS_KEY_ID", "compat");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_PAGER", "");
    environment.putAll(more);
    var log = Files.createTempFile(folder, "aws", ".log");
    var process = builder.redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(script).isTrue();
    var output = Files.readString(log).strip();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /** The environment of the clients from PyPI; aborts the test where it cannot be had. */
  static Path python() {
    try {
      return GlueClients.python();
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }
}
