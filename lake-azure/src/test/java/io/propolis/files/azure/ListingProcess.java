package io.propolis.files.azure;

import io.propolis.files.AzureSettings;
import io.propolis.files.FileEntry;
import io.propolis.files.LakeSettings;
import io.propolis.files.Lakes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Prints the files below a location, asked with Azure's default credential. A process of its own,
 * as it is found in the environment.
 */
final class ListingProcess {
  private ListingProcess() {}

  public static void main(String[] arguments) {
    var settings = new AzureSettings(arguments[0], URI.create(arguments[1]), null, null);
    try (var lake = Lakes.open(LakeSettings.DEFAULT.withAzure(settings));
        var entries = lake.list(arguments[2])) {
      entries.map(FileEntry::location).forEach(System.out::println);
    }
  }

  /**
   * What it prints, its errors with it, in that environment and in no other.
   *
   * @param trusted PKCS #12 of the certificates that it trusts
   */
  static List<String> run(
      Map<String, String> environment,
      Path trusted,
      String password,
      AzureSettings settings,
      String location)
      throws IOException {
    var command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=" + trusted,
                "-Djavax.net.ssl.trustStorePassword=" + password,
                "-cp",
                System.getProperty("java.class.path"),
                ListingProcess.class.getName(),
                String.valueOf(settings.account()),
                String.valueOf(settings.endpoint()),
                location)
            .redirectErrorStream(true);
    command.environment().clear();
    command.environment().putAll(environment);
    var process = command.start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.onExit().join();
    return printed.lines().toList();
  }
}
