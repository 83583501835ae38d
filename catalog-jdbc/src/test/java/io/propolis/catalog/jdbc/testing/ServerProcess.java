package io.propolis.catalog.jdbc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Child processes of tests. */
final class ServerProcess {
  private static final long START_SECONDS = 120;
  private static final int KEPT_LINES = 30;

  /** Ends the server when its standard input ends: also when the JVM is killed. */
  private static final String GUARD =
      "\"$@\" </dev/null & server=$!; cat >/dev/null; kill -9 $server; wait $server 2>/dev/null";

  private ServerProcess() {}

  /** A new folder that servers under other accounts may use; removed when the JVM ends. */
  static Path folder(String name) {
    try {
      var folder = Files.createTempDirectory(name);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end and returns what it wrote. */
  static String run(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static int exitCode(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a server and returns when it has written the line that says so. */
  static void start(Path folder, String readyLine, String... command) {
    var guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
    guarded.addAll(List.of(command));
    try {
      var process =
          new ProcessBuilder(guarded).directory(folder.toFile()).redirectErrorStream(true).start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
      awaitReady(process, readyLine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitReady(Process process, String readyLine) {
    var ready = new CompletableFuture<Void>();
    var kept = new ArrayDeque<String>();
    var reader = new Thread(() -> drain(process.inputReader(), readyLine, ready, kept));
    reader.setDaemon(true);
    reader.start();
    try {
      ready.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The server did not start:\n" + String.join("\n", kept), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void drain(
      BufferedReader output,
      String readyLine,
      CompletableFuture<Void> ready,
      ArrayDeque<String> kept) {
    try (output) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (!ready.isDone()) {
          kept.addLast(line);
          if (kept.size() > KEPT_LINES) {
            kept.removeFirst();
          }
        }
        if (line.contains(readyLine)) {
          ready.complete(null);
        }
      }
      ready.completeExceptionally(new IOException("It ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private static void stop(Process process, Path folder) {
    try {
      process.getOutputStream().close();
      process.waitFor(10, TimeUnit.SECONDS);
      try (var files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      System.err.println("Not removed: " + folder + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
