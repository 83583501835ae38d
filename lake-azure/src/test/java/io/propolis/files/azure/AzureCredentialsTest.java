package io.propolis.files.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import io.propolis.files.AzureServer;
import io.propolis.files.AzureSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks Azure's storage when settings name neither a key nor a token. */
class AzureCredentialsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;
  private static Path certificate;
  private static AzureServer emulator;
  private static String location;

  @BeforeAll
  static void open() throws Exception {
    certificate = folder.resolve("azurite.pfx");
    keytool(
        "-genkeypair -alias azurite -keyalg RSA -keysize 2048 -validity 30 -storetype PKCS12"
            + " -dname CN=127.0.0.1 -ext san=ip:127.0.0.1");
    emulator = AzureServer.startTakingTokens(folder, certificate, PASSWORD);
    location = emulator.makeContainer("lake") + "/orders";
    var container = emulator.client().getBlobContainerClient("lake");
    container.getBlobClient("orders/a.csv").upload(BinaryData.fromString("id\n1\n"));
  }

  @AfterAll
  static void close() {
    if (emulator != null) {
      emulator.close();
    }
  }

  private static void keytool(String options) throws IOException {
    var command =
        List.of(
            (Path.of(System.getProperty("java.home"), "bin", "keytool")
                    + " "
                    + options
                    + " -keystore "
                    + certificate
                    + " -storepass "
                    + PASSWORD)
                .split(" "));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
  }

  private static List<String> listed(Map<String, String> environment) throws IOException {
    var keyless =
        new AzureSettings(
            emulator.settings().account(), emulator.settings().endpoint(), null, null);
    return ListingProcess.run(environment, certificate, PASSWORD, keyless, location);
  }

  @Test
  void theManagedIdentityOfTheMachineIsUsed() throws Exception {
    try (var azure = new TokenEndpoint()) {
      assertThat(listed(azure.environment())).containsExactly(location + "/a.csv");
      assertThat(azure.asked()).hasSize(1).first().asString().contains("storage.azure.com");
    }
  }

  /** Where a metadata service is that is not Azure's, or that refuses. */
  @Test
  void whoIsSignedInToAzuresCommandLineIsUsed() throws Exception {
    var bin = Files.createDirectories(folder.resolve("bin"));
    TokenEndpoint.commandLine(bin);
    try (var other = TokenEndpoint.refusing()) {
      var environment = new HashMap<>(other.environment());
      environment.put("PATH", bin + ":/usr/bin:/bin");

      assertThat(listed(environment)).contains(location + "/a.csv");
      assertThat(other.asked()).isNotEmpty();
    }
  }

  @Test
  void whereThereAreNoneItIsSaidWhatWasTried() throws Exception {
    try (var other = TokenEndpoint.refusing()) {
      assertThat(String.join("\n", listed(other.environment())))
          .contains("Cannot look at " + location)
          .contains("Managed Identity")
          .contains("Azure CLI");
    }
  }
}
