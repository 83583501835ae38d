package io.propolis.files.gcs;

import io.propolis.files.FileEntry;
import io.propolis.files.GcsSettings;
import io.propolis.files.GcsSettings.Access;
import io.propolis.files.LakeSettings;
import io.propolis.files.Lakes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Prints the files below a location, asked with Google's default credentials. A process of its own,
 * as these are found in the environment.
 */
final class ListingProcess {
  private ListingProcess() {}

  public static void main(String[] arguments) {
    var settings = new GcsSettings(URI.create(arguments[0]), Access.IDENTIFIED, null);
    try (var lake = Lakes.open(LakeSettings.DEFAULT.withGcs(settings));
        var entries = lake.list(arguments[1])) {
      entries.map(FileEntry::location).forEach(System.out::println);
    }
  }

  /** What it prints, its errors with it, in that environment and in no other. */
  static List<String> run(Map<String, String> environment, URI endpoint, String location)
      throws IOException {
    var command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ListingProcess.class.getName(),
                endpoint.toString(),
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
