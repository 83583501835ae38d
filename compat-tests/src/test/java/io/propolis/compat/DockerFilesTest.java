package io.propolis.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The files in docker/, as far as they can be checked without a container engine. */
class DockerFilesTest {

  /** What scripts/check-docker.sh ends with when its own tools cannot be had. */
  private static final int NO_TOOLS = 69;

  @Test
  void composeIsValidAndTheImagesStartCommandServesAndStops() throws Exception {
    var root = Path.of(System.getProperty("propolis.root", "..")).toAbsolutePath().normalize();
    var script = root.resolve("scripts/check-docker.sh").toString();
    var process = new ProcessBuilder(script, "--built").redirectErrorStream(true).start();
    process.getOutputStream().close();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    assumeFalse(exit == NO_TOOLS, () -> "docker/ was not checked: " + printed);
    assertThat(exit).as(printed).isZero();
    assertThat(printed)
        .contains("docker/compose.yaml: valid")
        .contains("health check passed")
        .contains("exit code 0");
  }
}
