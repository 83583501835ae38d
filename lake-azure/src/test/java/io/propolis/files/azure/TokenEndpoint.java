package io.propolis.files.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where programs on Azure's machines get the token of their managed identity, by the protocol of
 * App Service, Functions and Container Apps.
 */
final class TokenEndpoint implements AutoCloseable {
  private static final String SECRET = "known to this machine alone";
  private static final String RESOURCE = "https://storage.azure.com";

  private final HttpServer server;
  private final String secret;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  TokenEndpoint() throws IOException {
    this(SECRET);
  }

  private TokenEndpoint(String secret) throws IOException {
    this.secret = secret;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/msi/token", this::answer);
    server.start();
  }

  /** Somebody else, who answers that he knows nobody. */
  static TokenEndpoint refusing() throws IOException {
    return new TokenEndpoint("known to nobody");
  }

  /** What Azure puts into the environment of programs. */
  Map<String, String> environment() {
    return Map.of(
        "IDENTITY_ENDPOINT",
        "http://127.0.0.1:%d/msi/token".formatted(server.getAddress().getPort()),
        "IDENTITY_HEADER",
        SECRET);
  }

  /** For whom tokens were asked. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** A program that answers as Azure's command line does of somebody who is signed in. */
  static void commandLine(Path folder) throws IOException {
    var script =
        """
        #!/bin/sh
        echo '{"accessToken":"%s","expiresOn":"2099-01-01 00:00:00.000000","tokenType":"Bearer"}'
        """
            .formatted(token());
    var file = Files.writeString(folder.resolve("az"), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var query = String.valueOf(exchange.getRequestURI().getQuery());
      boolean isKnown = secret.equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"));
      asked.add(query);
      var body =
          isKnown && query.contains("resource=" + RESOURCE)
              ? "{\"access_token\":\"%s\",\"expires_on\":\"%d\",\"resource\":\"%s\",\"token_type\":\"Bearer\"}"
                  .formatted(token(), Instant.now().getEpochSecond() + 3600, RESOURCE)
              : "{\"statusCode\":401,\"message\":\"Unauthorized\"}";
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(body.contains("access_token") ? 200 : 401, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Of a tenant, for storage, for an hour. */
  private static String token() {
    long now = Instant.now().getEpochSecond();
    return part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
        + "."
        + part(
            """
            {"aud":"%s","iss":"https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/",
             "iat":%d,"nbf":%d,"exp":%d,"appid":"crawler","oid":"1","tid":"1","ver":"1.0"}"""
                .formatted(RESOURCE, now, now - 60, now + 3600))
        + "."
        + part("a signature");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
