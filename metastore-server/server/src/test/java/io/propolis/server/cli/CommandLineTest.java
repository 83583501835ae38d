package io.propolis.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.server.config.SettingKey;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "crawl -h",
        "apply --help",
        "export -h",
        "crawler --help",
        "crawler start --help",
        "crawler explain -h",
        "job --help",
        "job run --help",
        "doctor -h"
      })
  void everyCommandExplainsItself(String line) {
    var run = CommandRun.of(Map.of(), line.split(" "));
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).contains("Usage: propolis");
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void theServerTakesEverySettingAsAFlag() {
    var help = CommandRun.of(Map.of(), "serve", "--help").output();
    assertThat(SettingKey.ALL).allSatisfy(key -> assertThat(help).contains(key.flags()));
  }

  @Test
  void anUnknownFlagStopsWithTheNearestKnown() {
    var run = CommandRun.of(Map.of(), "serve", "--thirft-port", "1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .contains("unknown option --thirft-port (did you mean --thrift-port?)")
        .contains("propolis serve --help")
        .hasLineCount(1);
  }

  @Test
  void anUnknownCommandStopsWithTheNearestKnown() {
    var run = CommandRun.of(Map.of(), "crwal");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("crwal (did you mean crawl?)").hasLineCount(1);
  }

  @Test
  void anUnknownVariableStopsBeforeAnythingIsDone() {
    var data = folder.resolve("data");
    var run = CommandRun.of(Map.of("PROPOLIS_TRIFT_PORT", "1"), "serve", "--data", data.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("did you mean PROPOLIS_THRIFT_PORT?").hasLineCount(1);
    assertThat(data).doesNotExist();
  }

  @Test
  void aMissingFileIsNamedInOneLine() {
    var run = CommandRun.of(Map.of(), "job", "run", folder.resolve("none.yaml").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("none.yaml").doesNotContain("\tat ");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    var run = CommandRun.of(Map.of(), "version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).matches("(?s)Propolis \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void doctorFailsOnAMachineWithoutTheNeededPrograms() {
    var run = CommandRun.of(Map.of("PATH", folder.toString(), "HOME", folder.toString()), "doctor");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("MISSING  Maven").contains("apt install maven");
  }
}
