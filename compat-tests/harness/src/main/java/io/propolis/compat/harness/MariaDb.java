package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A MariaDB of its own in one folder, with one empty database and a root without a password. */
public final class MariaDb implements DatabaseServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("ready for connections");
  private static final String ADVICE = "install MariaDB (mariadb-server)";
  private static final String FIRST = "CREATE DATABASE IF NOT EXISTS propolis;\n";

  private final Path folder;
  private final int port;
  private ChildProcess child;

  private MariaDb(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.child = startProcess();
  }

  /** Throws UnavailableException where MariaDB is not installed. */
  public static MariaDb start(Path folder) {
    var install = Programs.find("mariadb-install-db", ADVICE);
    try {
      Files.createDirectories(folder);
      Programs.run(
          List.of(
              install.toString(),
              "--no-defaults",
              data(folder),
              account(),
              "--auth-root-authentication-method=normal",
              "--skip-test-db"),
          folder.resolve("install.log"));
      Files.writeString(folder.resolve("first.sql"), FIRST);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start MariaDB", e);
    }
    return new MariaDb(folder, Ports.free());
  }

  private ChildProcess startProcess() {
    var command =
        new ProcessBuilder(
            Programs.find("mariadbd", ADVICE).toString(),
            "--no-defaults",
            data(folder),
            account(),
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + folder.resolve("s"),
            "--pid-file=" + folder.resolve("pid"),
            // What it is by default, said because tests of crashes rely on it.
            "--innodb-flush-log-at-trx-commit=1",
            "--init-file=" + folder.resolve("first.sql"));
    var started = ChildProcess.start("MariaDB", command, folder.resolve("mariadb.log"), READY);
    started.awaitReady(START_LIMIT);
    return started;
  }

  private static String data(Path folder) {
    return "--datadir=" + folder.resolve("data");
  }

  private static String account() {
    return "--user=" + System.getProperty("user.name");
  }

  /** Its database, for the user {@code root}. */
  public String url() {
    return url(port);
  }

  @Override
  public String url(int atPort) {
    return "jdbc:mysql://127.0.0.1:" + atPort + "/propolis";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return "root";
  }

  @Override
  public void kill() {
    child.kill();
  }

  @Override
  public void restart() {
    child = startProcess();
  }

  @Override
  public String logTail() {
    return child.logTail();
  }

  @Override
  public void close() {
    child.close();
  }
}
