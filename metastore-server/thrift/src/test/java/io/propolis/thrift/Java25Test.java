package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of connections once more in a JVM of today: that of {@code JAVA25_HOME}, which {@code
 * ./propolis test} sets.
 */
class Java25Test {
  private static final int PATIENCE_MINUTES = 10;

  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(
      strings = {"wire.ConnectionsTest", "wire.SocketFuzzTest", "security.SecureConnectionsTest"})
  void theSameHoldsOnJava25(String tests) throws Exception {
    var said = scratch.resolve("said.log");
    var child =
        new ProcessBuilder(
                java25().toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TestsInAJvm.class.getName(),
                getClass().getPackageName() + "." + tests)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(child.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).as("ended").isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.exitValue()).as(Files.readString(said)).isZero();
    assertThat(said).content().contains("on Java 25");
  }

  private static Path java25() {
    var home = System.getenv("JAVA25_HOME");
    if (home == null) {
      return abort("JAVA25_HOME names no JDK 25: connections are tested with this JVM only");
    }
    return Path.of(home, "bin", "java");
  }
}
