package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A MariaDB of its own in one folder, with one empty database and a root without a password. */
public final class MariaDb implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("ready for connections");
  private static final List<Path> SYSTEM_FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), Path.of("/usr/local/mysql/bin"));

  private final ChildProcess child;
  private final int port;

  private MariaDb(ChildProcess child, int port) {
    this.child = child;
    this.port = port;
  }

  /** Throws UnavailableException where MariaDB is not installed. */
  public static MariaDb start(Path folder) {
    var server = program("mariadbd");
    var install = program("mariadb-install-db");
    try {
      Files.createDirectories(folder);
      var data = "--datadir=" + folder.resolve("data");
      var user = "--user=" + System.getProperty("user.name");
      var made =
          new ProcessBuilder(
                  install.toString(),
                  "--no-defaults",
                  data,
                  user,
                  "--auth-root-authentication-method=normal",
                  "--skip-test-db")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("install.log").toFile())
              .start();
      if (made.waitFor() != 0) {
        throw new IllegalStateException(ChildProcess.tail(folder.resolve("install.log")));
      }
      var first = Files.writeString(folder.resolve("first.sql"), "CREATE DATABASE propolis;\n");
      int port = Ports.free();
      var command =
          new ProcessBuilder(
              server.toString(),
              "--no-defaults",
              data,
              user,
              "--port=" + port,
              "--bind-address=127.0.0.1",
              "--socket=" + folder.resolve("s"),
              "--pid-file=" + folder.resolve("pid"),
              "--init-file=" + first);
      var child = ChildProcess.start("MariaDB", command, folder.resolve("mariadb.log"), READY);
      child.awaitReady(START_LIMIT);
      return new MariaDb(child, port);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start MariaDB", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while MariaDB was installed", e);
    }
  }

  /** Its database, for the user {@code root}. */
  public String url() {
    return "jdbc:mysql://127.0.0.1:" + port + "/propolis";
  }

  @Override
  public void close() {
    child.close();
  }

  private static Path program(String name) {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":")).map(Path::of), SYSTEM_FOLDERS.stream())
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new UnavailableException("no " + name + "; install MariaDB (mariadb-server)"));
  }
}
