package io.propolis.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir private Path folder;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int run(Map<String, String> environment, String... arguments) {
    return PropolisCommand.line(environment)
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "serve --help", "crawl -h", "job --help", "job run --help", "doctor -h"})
  void everyCommandExplainsItself(String line) {
    assertThat(run(Map.of(), line.split(" "))).isZero();
    assertThat(output.toString()).contains("Usage: propolis");
    assertThat(errors.toString()).isEmpty();
  }

  @Test
  void anUnknownFlagStopsWithTheNearestKnown() {
    assertThat(run(Map.of(), "serve", "--thirft-port", "1")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("unknown option --thirft-port (did you mean --thrift-port?)")
        .contains("propolis serve --help")
        .hasLineCount(1);
  }

  @Test
  void anUnknownCommandStopsWithTheNearestKnown() {
    assertThat(run(Map.of(), "crwal")).isEqualTo(2);
    assertThat(errors.toString()).contains("crwal (did you mean crawl?)").hasLineCount(1);
  }

  @Test
  void anUnknownVariableStopsBeforeAnythingIsDone() {
    var data = folder.resolve("data");
    assertThat(run(Map.of("PROPOLIS_TRIFT_PORT", "1"), "serve", "--data", data.toString()))
        .isEqualTo(2);
    assertThat(errors.toString()).contains("did you mean PROPOLIS_THRIFT_PORT?").hasLineCount(1);
    assertThat(data).doesNotExist();
  }

  @Test
  void aMissingFileIsNamedInOneLine() {
    assertThat(run(Map.of(), "job", "run", folder.resolve("none.yaml").toString())).isEqualTo(1);
    assertThat(errors.toString()).contains("none.yaml").doesNotContain("\tat ");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(run(Map.of(), "version")).isZero();
    assertThat(output.toString()).matches("(?s)Propolis \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void doctorFailsOnAMachineWithoutTheNeededPrograms() {
    int code = run(Map.of("PATH", folder.toString(), "HOME", folder.toString()), "doctor");

    assertThat(code).isEqualTo(1);
    assertThat(output.toString()).contains("MISSING  Maven").contains("apt install maven");
  }
}
