package io.propolis.compat.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/** AWS's DynamoDB for tests, in memory. Any keys do; they tell tables of different users apart. */
public final class DynamoDbLocal implements AutoCloseable {
  private static final String CLIENT = "dynamodb-local";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("CorsParams:");
  private static final int ATTEMPTS = 600;
  private static final long PAUSE_MILLIS = 200;

  private final ChildProcess child;
  private final URI uri;

  private DynamoDbLocal(ChildProcess child, URI uri) {
    this.child = child;
    this.uri = uri;
  }

  /** Starts one on a free port, its log under {@code folder}. */
  public static DynamoDbLocal start(Path folder) {
    var classPath = Checkout.current().clientClassPath(CLIENT);
    int port = freePort();
    var command =
        Checkout.java(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dsqlite4java.library.path=" + nativeLibraries(classPath),
            "-cp",
            classPath,
            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
            "-inMemory",
            "-disableTelemetry",
            "-port",
            Integer.toString(port));
    // It writes a file about its telemetry into the folder that it runs in.
    var process = new ProcessBuilder(command).directory(folder.toFile());
    var child =
        ChildProcess.start("DynamoDB local", process, folder.resolve("dynamodb.log"), READY);
    child.awaitReady(START_LIMIT);
    var server = new DynamoDbLocal(child, URI.create("http://127.0.0.1:" + port));
    server.awaitAnswer();
    return server;
  }

  /** It says that it starts before it listens. */
  private void awaitAnswer() {
    for (int attempt = 1; ; attempt++) {
      try {
        call("ListTables", "{}");
        return;
      } catch (UncheckedIOException e) {
        if (attempt == ATTEMPTS || !child.process().isAlive()) {
          throw new IllegalStateException("DynamoDB local does not answer:\n" + child.logTail(), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nativeLibraries(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(file -> file.contains("linux-amd64"))
        .map(file -> Objects.requireNonNull(Path.of(file).getParent()).toString())
        .findFirst()
        .orElse(".");
  }

  /** Does an operation of its API; fails when it does. */
  public String call(String operation, String json) {
    var request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=any/20240101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=any")
            .POST(BodyPublishers.ofString(json))
            .build();
    try {
      var reply = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      if (reply.statusCode() != 200) {
        throw new IllegalStateException(operation + " failed: " + reply.body());
      }
      return reply.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    child.close();
  }
}
