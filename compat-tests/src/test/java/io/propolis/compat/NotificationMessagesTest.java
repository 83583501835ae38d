package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.HiveClient;
import io.propolis.compat.harness.ScenarioReport;
import io.propolis.compat.harness.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hive's own deserialisers read the messages of the notification log, in each format that they
 * know. Those of 4.1 and 4.2 are not published.
 */
class NotificationMessagesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"HIVE_2_3,json", "HIVE_3_1,json", "HIVE_4_0,json", "HIVE_4_0,gzip"})
  void hivesOwnClassesReadThem(HiveClient reader, String format) throws Exception {
    var home = Files.createDirectories(folder.resolve("home"));
    try (var server =
        ServerProcess.start(folder.resolve("server"), home, "--notifications.format", format)) {
      var reports = reader.runScenarios(server.thriftUri(), "Message", folder);
      assertThat(reports).hasSizeGreaterThanOrEqualTo(2).allMatch(ScenarioReport::passed);
    }
  }
}
