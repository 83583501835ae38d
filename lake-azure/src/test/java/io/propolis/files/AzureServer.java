package io.propolis.files;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Azurite, Microsoft's own emulator, with one account whose blobs are in memory. */
public final class AzureServer implements AutoCloseable {
  private static final String ACCOUNT = "lakeaccount";
  private static final String KEY =
      Base64.getEncoder().encodeToString("a key of thirty-two bytes length".getBytes());

  private final EmulatorProcess process;
  private final URI endpoint;
  private final HttpClient.Builder http;

  private AzureServer(EmulatorProcess process, URI endpoint, HttpClient.Builder http) {
    this.process = process;
    this.endpoint = endpoint;
    this.http = http;
  }

  /** Starts one, its log in {@code folder}; skips the test where the program is not. */
  public static AzureServer start(Path folder) throws IOException {
    return start(folder, "http", HttpClient.newBuilder(), List.of());
  }

  /**
   * The same with HTTPS, where it takes tokens, too. It looks at what stands in a token, and not at
   * who signed it.
   *
   * @param certificate PKCS #12 with its key, for 127.0.0.1
   */
  public static AzureServer startTakingTokens(Path folder, Path certificate, String password)
      throws IOException {
    return start(
        folder,
        "https",
        HttpClient.newBuilder().sslContext(trusting(certificate, password)),
        List.of("--oauth", "basic", "--cert", certificate.toString(), "--pwd", password));
  }

  private static SSLContext trusting(Path certificate, String password) throws IOException {
    try {
      var trusted = KeyStore.getInstance(certificate.toFile(), password.toCharArray());
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("Cannot trust " + certificate, e);
    }
  }

  private static AzureServer start(
      Path folder, String scheme, HttpClient.Builder http, List<String> further)
      throws IOException {
    int port = EmulatorProcess.freePort();
    var home = EmulatorProcess.home("AZURITE_HOME", "javascript.sh azurite");
    var words =
        new ArrayList<>(
            List.of(
                "node",
                home.resolve("node_modules/azurite/dist/src/blob/main.js").toString(),
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                String.valueOf(port)));
    words.addAll(further);
    var command = new ProcessBuilder(words).directory(folder.toFile());
    command.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
    var process = EmulatorProcess.start(command, port, folder.resolve("azurite.log"));
    return new AzureServer(
        process, URI.create("%s://127.0.0.1:%d/%s".formatted(scheme, port, ACCOUNT)), http);
  }

  /** Asks it by Azure's own client. */
  public BlobServiceClient client() {
    return new BlobServiceClientBuilder()
        .httpClient(new JdkHttpClientBuilder(http).build())
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
