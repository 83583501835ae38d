package io.propolis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  @TempDir private Path folder;

  @Test
  void aFlagWinsOverTheEnvironmentWhichWinsOverTheFile() throws IOException {
    var file =
        yaml(
            """
            thrift: {port: 1, host: 10.0.0.1}
            http: {port: 1}
            store.pool-size: 5
            """);

    var configuration =
        Configuration.load(
            Map.of("thrift.port", "3"),
            Map.of("PROPOLIS_THRIFT_PORT", "2", "PROPOLIS_HTTP_PORT", "2"),
            Optional.of(file));

    assertThat(configuration.settings().thrift().port()).isEqualTo(3);
    assertThat(configuration.settings().http().port()).isEqualTo(2);
    assertThat(configuration.settings().thrift().host()).isEqualTo("10.0.0.1");
    assertThat(configuration.settings().store().poolSize()).isEqualTo(5);
    assertThat(configuration.effective())
        .extracting(Effective::toString)
        .contains(
            "thrift.port = 3 (--thrift.port)",
            "http.port = 2 (PROPOLIS_HTTP_PORT)",
            "thrift.host = 10.0.0.1 (" + file + ")",
            "http.host = 127.0.0.1 (default)");
  }

  @Test
  void whatLiesInTheDataFolderByDefaultMovesWithIt() {
    var settings = load(Map.of("data", folder.toString())).settings();

    assertThat(settings.store().url()).isEqualTo("jdbc:sqlite:" + folder + "/catalog.db");
    assertThat(settings.warehouseUri()).isEqualTo("file:" + folder + "/warehouse");
  }

  @Test
  void absentSettingsAreNullAndNotListed() {
    var configuration = load(Map.of());

    assertThat(configuration.settings().store().user()).isNull();
    assertThat(configuration.effective())
        .noneMatch(value -> value.key().name().equals("store.user"));
  }

  @Test
  void theFileMayBeNamedInTheEnvironment() throws IOException {
    var file = yaml("locks: {timeout: 90s}");

    var configuration =
        Configuration.load(Map.of(), Map.of("PROPOLIS_CONFIG", file.toString()), Optional.empty());

    assertThat(configuration.settings().locks().timeout()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void anUnknownKeyOfTheFileStopsAndNamesTheNearest() throws IOException {
    var file = yaml("store: {pool-sise: 3}");

    assertThatThrownBy(() -> Configuration.load(Map.of(), Map.of(), Optional.of(file)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("store.pool-sise")
        .hasMessageContaining(file.toString())
        .hasMessageContaining("did you mean store.pool-size?");
  }

  @Test
  void anUnknownVariableStopsAndNamesTheNearest() {
    assertThatThrownBy(
            () -> Configuration.load(Map.of(), Map.of("PROPOLIS_STORE_ULR", "x"), Optional.empty()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("PROPOLIS_STORE_ULR")
        .hasMessageContaining("did you mean PROPOLIS_STORE_URL?");
  }

  @Test
  void variablesOfTheLauncherAndOfOthersAreNoSettings() {
    var configuration =
        Configuration.load(
            Map.of(), Map.of("PROPOLIS_CACHE", "/c", "HOME", "/h"), Optional.empty());

    assertThat(configuration.effective())
        .allMatch(value -> value.origin() instanceof Origin.Default);
  }

  @Test
  void secretsAreMasked() {
    var configuration =
        load(
            Map.of(
                "store.password", "hunter2",
                "s3.access-key", "AK",
                "s3.secret-key", "hunter2",
                "store.url", "jdbc:postgresql://u:hunter2@db/c?user=u&password=hunter2&ssl=true"));

    assertThat(configuration.effective().toString())
        .doesNotContain("hunter2")
        .contains("store.password = ******", "//******@db/c?user=u&password=******&ssl=true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          thrift.port             | 65536   | from 0 to 65535
          thrift.port             | many    | from 0 to 65535
          store.pool-size         | 0       | from 1 to 1000
          locks.timeout           | 5       | a duration is a number and
          thrift.max-message-size | big     | a size is a number and
          thrift.max-message-size | 2GiB    | less than 2GiB
          s3.path-style           | yes     | true or false
          s3.endpoint             | minio   | an address is needed
          log.level               | loud    | one of error, warn, info, debug, trace
          warehouse               | ' '     | a value is missing
          """)
  void anImproperValueIsRefusedWithWhatIsNeeded(String key, String value, String needed) {
    assertThatThrownBy(() -> load(Map.of(key, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(needed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          azure.account-key | azure.account-key and azure.sas-token go with azure.account
          azure.endpoint    | go with azure.account
          """)
  void whatIsAboutAnAccountOfAzureNamesIt(String key, String needed) {
    assertThatThrownBy(() -> load(Map.of(key, "http://secret:1")))
        .hasMessageContaining(needed)
        .hasMessageNotContaining("secret:1");
  }

  @Test
  void credentialsOfGoogleAndAzureDoNotContradictEachOther() {
    assertThatThrownBy(() -> load(Map.of("gcs.anonymous", "true", "gcs.credentials", "/key.json")))
        .hasMessageContaining("gcs.credentials and gcs.anonymous");
    assertThatThrownBy(
            () ->
                load(
                    Map.of("azure.account", "a", "azure.account-key", "k", "azure.sas-token", "t")))
        .hasMessageContaining("azure.account-key and azure.sas-token");
  }

  @Test
  void anImproperSecretIsNotShown() {
    assertThatThrownBy(() -> load(Map.of("s3.secret-key", "hunter2")))
        .hasMessageContaining("s3.access-key and s3.secret-key go together")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http: {port: 1, port: 2} | port
          http: [1]                | one value, not a list
          - a                      | must be a mapping
          'http: {'                | not proper YAML
          """)
  void anImproperFileIsRefusedByName(String text, String why) throws IOException {
    var file = yaml(text);

    assertThatThrownBy(() -> Configuration.load(Map.of(), Map.of(), Optional.of(file)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }

  private static Configuration load(Map<String, String> flags) {
    return Configuration.load(flags, Map.of(), Optional.empty());
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("propolis.yaml"), text);
  }
}
