package io.propolis.files;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Azurite, Microsoft's own emulator, with one account whose blobs are in memory. */
public final class AzureServer implements AutoCloseable {
  private static final String ACCOUNT = "lakeaccount";
  private static final String KEY =
      Base64.getEncoder().encodeToString("a key of thirty-two bytes length".getBytes());

  private final EmulatorProcess process;
  private final URI endpoint;

  private AzureServer(EmulatorProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one, its log in {@code folder}; skips the test where the program is not. */
  public static AzureServer start(Path folder) throws IOException {
    int port = EmulatorProcess.freePort();
    var home = EmulatorProcess.home("AZURITE_HOME", "javascript.sh azurite");
    var command =
        new ProcessBuilder(
                List.of(
                    "node",
                    home.resolve("node_modules/azurite/dist/src/blob/main.js").toString(),
                    "--inMemoryPersistence",
                    "--skipApiVersionCheck",
                    "--disableTelemetry",
                    "--blobHost",
                    "127.0.0.1",
                    "--blobPort",
                    String.valueOf(port)))
            .directory(folder.toFile());
    command.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
    var process = EmulatorProcess.start(command, port, folder.resolve("azurite.log"));
    return new AzureServer(process, URI.create("http://127.0.0.1:" + port + "/" + ACCOUNT));
  }

  /** Asks it by Azure's own client. */
  public BlobServiceClient client() {
    return new BlobServiceClientBuilder()
        .httpClient(new JdkHttpClientBuilder().build())
        .endpoint(endpoint.toString())
        .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
        .buildClient();
  }

  /** The location of a new container. */
  public String makeContainer(String name) {
    client().createBlobContainerIfNotExists(name);
    return "abfss://%s@%s.dfs.core.windows.net".formatted(name, ACCOUNT);
  }

  /** How clients reach it. */
  public AzureSettings settings() {
    return new AzureSettings(ACCOUNT, endpoint, KEY, null);
  }

  @Override
  public void close() {
    process.close();
  }
}
