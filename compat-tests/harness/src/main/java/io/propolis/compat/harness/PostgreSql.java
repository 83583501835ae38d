package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** A PostgreSQL of its own, with its data in a temporary folder that goes with it. */
public final class PostgreSql implements DatabaseServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("ready to accept connections");
  private static final String ADVICE = "install PostgreSQL (postgresql)";

  private final Path data;
  private final Path log;
  private final int port;
  private ChildProcess child;

  private PostgreSql(Path data, Path log, int port) {
    this.data = data;
    this.log = log;
    this.port = port;
    this.child = startProcess();
  }

  /**
   * Its logs go to {@code folder}; its data cannot, for it may have to run under an account that
   * may not enter there. Throws UnavailableException where PostgreSQL is not installed.
   */
  public static PostgreSql start(Path folder) {
    var init = Programs.find("initdb", ADVICE);
    try {
      Files.createDirectories(folder);
      var own = Files.createTempDirectory("propolis-postgresql");
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
      var data = own.resolve("data");
      Programs.run(
          Programs.unprivileged(
              List.of(
                  init.toString(),
                  "--pgdata=" + data,
                  "--username=propolis",
                  "--auth=trust",
                  "--encoding=UTF8",
                  "--locale=C.UTF-8")),
          folder.resolve("install.log"));
      return new PostgreSql(data, folder.resolve("postgresql.log"), Ports.free());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start PostgreSQL", e);
    }
  }

  private ChildProcess startProcess() {
    var command =
        Programs.unprivileged(
            List.of(
                Programs.find("postgres", ADVICE).toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                // What they are by default, said because tests of crashes rely on it.
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on"));
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    var started = ChildProcess.start("PostgreSQL", builder, log, READY);
    started.awaitReady(START_LIMIT);
    return started;
  }

  @Override
  public String url(int atPort) {
    return "jdbc:postgresql://127.0.0.1:" + atPort + "/postgres";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return "propolis";
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
    // Asked politely it would wait for clients that are cut off.
    child.kill();
    try (var files = Files.walk(data.getParent())) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + data, e);
    }
  }
}
