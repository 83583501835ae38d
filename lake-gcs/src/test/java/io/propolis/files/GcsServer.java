package io.propolis.files;

import io.propolis.files.GcsSettings.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** fake-gcs-server, which speaks Google's API over objects in memory. It asks nobody who he is. */
public final class GcsServer implements AutoCloseable {
  private final EmulatorProcess process;
  private final URI endpoint;

  private GcsServer(EmulatorProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one, its log in {@code folder}; skips the test where the program is not. */
  public static GcsServer start(Path folder) throws IOException {
    int port = EmulatorProcess.freePort();
    var endpoint = URI.create("http://127.0.0.1:" + port);
    var command =
        List.of(
            program().toString(),
            "-scheme=http",
            "-backend=memory",
            "-host=127.0.0.1",
            "-port=" + port,
            "-external-url=" + endpoint);
    var process =
        EmulatorProcess.start(new ProcessBuilder(command), port, folder.resolve("gcs.log"));
    return new GcsServer(process, endpoint);
  }

  private static Path program() throws IOException {
    var home = EmulatorProcess.home("GCS_EMULATOR_HOME", "python.sh gcs");
    try (var files = Files.walk(home.resolve("lib"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("fake-gcs-server-"))
          .findFirst()
          .orElseThrow(() -> new IOException("No fake-gcs-server below " + home));
    }
  }

  public void makeBucket(String name) throws IOException {
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/storage/v1/b?project=test"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"name\":\"%s\"}".formatted(name)))
            .build();
    try {
      var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(
            String.format(Locale.ROOT, "%d %s", answer.statusCode(), answer.body()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  /** How clients reach it. */
  public GcsSettings settings() {
    return new GcsSettings(endpoint, Access.ANONYMOUS, null);
  }

  @Override
  public void close() {
    process.close();
  }
}
