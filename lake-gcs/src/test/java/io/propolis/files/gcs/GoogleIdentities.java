package io.propolis.files.gcs;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands in front of Google's storage: gives tokens to a service account that signs its
 * request, to a person and to programs on Google's machines, and lets nobody without one through to
 * the emulator behind it.
 */
final class GoogleIdentities implements AutoCloseable {
  static final String ACCOUNT = "crawler@lake.iam.gserviceaccount.com";
  private static final String TOKEN = "ya29.a-token-of-the-test";
  private static final String REFRESH = "1//a-person-of-the-test";
  private static final String ANSWER =
      "{\"access_token\":\"%s\",\"expires_in\":3600,\"token_type\":\"Bearer\"}".formatted(TOKEN);

  private final URI emulator;
  private final KeyPair key;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> given = new CopyOnWriteArrayList<>();

  GoogleIdentities(URI emulator) throws IOException {
    this.emulator = emulator;
    this.key = key();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/token", exchange -> send(exchange, token(exchange)));
    server.createContext("/computeMetadata/", exchange -> send(exchange, metadata(exchange)));
    server.createContext("/", exchange -> send(exchange, storage(exchange)));
    server.start();
  }

  private record Answer(int status, String type, byte[] body) {
    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static KeyPair key() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Whom tokens were given to, in order. */
  List<String> given() {
    return List.copyOf(given);
  }

  /** A key of the service account, as Google's console hands it out. */
  Path serviceAccount(Path file) throws IOException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    var pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(lines.encodeToString(key.getPrivate().getEncoded()));
    return Files.writeString(
        file,
        """
        {"type":"service_account","project_id":"lake","private_key_id":"k1","private_key":"%s",
         "client_email":"%s","client_id":"1","token_uri":"%s/token"}"""
            .formatted(pem.replace("\n", "\\n"), ACCOUNT, endpoint()));
  }

  /** What {@code gcloud auth application-default login} leaves behind. */
  void signedIn(Path file) throws IOException {
    Files.writeString(
        file,
        """
        {"type":"authorized_user","client_id":"1","client_secret":"s","refresh_token":"%s",
         "token_uri":"%s/token"}"""
            .formatted(REFRESH, endpoint()));
  }

  /** A token for who signed the request with the account's key and asks for storage. */
  private Answer token(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var form = form(body);
    if (REFRESH.equals(form.get("refresh_token"))) {
      given.add("a person");
      return Answer.json(200, ANSWER);
    }
    var parts = form.getOrDefault("assertion", "").split("\\.");
    if (parts.length != 3 || !isSigned(parts)) {
      return Answer.json(401, "{\"error\":\"invalid_grant\"}");
    }
    var claims = JsonParser.parseString(decoded(parts[1])).getAsJsonObject();
    if (!claims.get("scope").getAsString().contains("devstorage")) {
      return Answer.json(401, "{\"error\":\"invalid_scope\"}");
    }
    given.add(claims.get("iss").getAsString());
    return Answer.json(200, ANSWER);
  }

  private static Map<String, String> form(String body) {
    return Stream.of(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private boolean isSigned(String[] parts) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** What Google's machines ask for the account that they run as. */
  private Answer metadata(HttpExchange exchange) {
    exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
    if (exchange.getRequestURI().getPath().endsWith("/service-accounts/default/token")) {
      given.add("metadata");
      return Answer.json(200, ANSWER);
    }
    return Answer.json(404, "{}");
  }

  private Answer storage(HttpExchange exchange) throws IOException {
    var bearer = exchange.getRequestHeaders().getFirst("Authorization");
    if (exchange.getRequestURI().getPath().equals("/")) {
      // So programs find out whether they run on Google's machines.
      exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
      return Answer.json(200, "{}");
    }
    if (!("Bearer " + TOKEN).equals(bearer)) {
      return Answer.json(
          401, "{\"error\":{\"code\":401,\"message\":\"Anonymous caller does not have access\"}}");
    }
    var request =
        HttpRequest.newBuilder(emulator.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
            .build();
    try {
      var answer = client.send(request, BodyHandlers.ofByteArray());
      var type = answer.headers().firstValue("Content-Type").orElse("application/json");
      return new Answer(answer.statusCode(), type, answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
