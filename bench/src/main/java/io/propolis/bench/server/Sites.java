package io.propolis.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Starts contenders over one kind of database and keeps what they hold from run to run.
 *
 * @param root of this working tree, whose scripts fetch the peers
 * @param measured root of the working tree whose server is measured
 * @param cache where databases and warehouses are kept
 * @param scratch a folder of this run
 */
public record Sites(Path root, Path measured, Path cache, Path scratch) {
  private static final Path MIGRATIONS =
      Path.of("catalog-jdbc", "src", "main", "resources", "db", "migration");

  /** The script that starts our server. */
  public Path launcher() {
    return measured.resolve("propolis");
  }

  /** Starts one of them; the database is null for SQLite. */
  public Site start(Contender contender, DatabaseKind kind, @Nullable DatabaseServer database)
      throws IOException, InterruptedException, SQLException {
    var log = scratch.resolve(contender.label() + "-" + kind.label() + ".log");
    return switch (contender) {
      case EMPTY -> empty(log);
      case PROPOLIS -> propolis(kind, database, log);
      case HIVE_4, HIVE_3 -> {
        if (database == null) {
          throw new IllegalArgumentException(contender.label() + " knows no " + kind.label());
        }
        yield hive(contender, database, log);
      }
    };
  }

  private static Site empty(Path log) throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EmptyServer.class.getName(),
            String.valueOf(port));
    var process = ServerProcess.start(command, Map.of(), port, log);
    return new Site(Contender.EMPTY, port, process, null, null, "", null);
  }

  private Site hive(Contender contender, DatabaseServer database, Path log)
      throws IOException, InterruptedException, SQLException {
    var metastore =
        new HiveMetastore(
            contender,
            home(contender),
            scratch.resolve(contender.label() + "-" + database.kind().label() + "-conf"),
            database);
    var started = metastore.start(warehouse(contender, database.kind()), log);
    return new Site(
        contender,
        started.port(),
        started.process(),
        database,
        metastore.databaseName(),
        lake(),
        null);
  }

  private Path home(Contender contender) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                root.resolve("scripts").resolve("setup").resolve("hive-metastore.sh").toString(),
                contender.hiveVersion())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IOException("Apache Hive Metastore could not be set up");
    }
    return Path.of(output);
  }

  private String lake() {
    return "file:" + cache.resolve("lake");
  }

  private Path warehouse(Contender contender, DatabaseKind kind) throws IOException {
    return Files.createDirectories(
        cache.resolve("warehouse").resolve(contender.label() + "-" + kind.label()));
  }

  /**
   * Tells versions of our schema apart: each has a database of its own, for branches may differ.
   */
  private String schema() throws IOException {
    var checksum = new CRC32();
    try (var files = Files.walk(measured.resolve(MIGRATIONS))) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        checksum.update(Files.readAllBytes(file));
      }
    }
    return Long.toHexString(checksum.getValue());
  }

  private Site propolis(DatabaseKind kind, @Nullable DatabaseServer database, Path log)
      throws IOException, InterruptedException, SQLException {
    int port = ServerProcess.freePort();
    int httpPort = ServerProcess.freePort();
    var name = "propolis_" + schema();
    var command = new ArrayList<String>();
    command.addAll(
        List.of(
            launcher().toString(),
            "serve",
            "--data",
            Files.createDirectories(cache.resolve(name + "-" + kind.label())).toString(),
            "--warehouse",
            warehouse(Contender.PROPOLIS, kind).toString(),
            "--thrift-port",
            String.valueOf(port),
            "--http-port",
            String.valueOf(httpPort)));
    if (database != null) {
      database.create(name);
      command.addAll(
          List.of(
              "--store.url",
              database.url(name),
              "--store.user",
              DatabaseServer.USER,
              "--store.password",
              DatabaseServer.PASSWORD));
    }
    // Notifications stay for the next run.
    var environment = Map.of("PROPOLIS_NOTIFICATIONS_RETENTION", "365d");
    var process = ServerProcess.start(command, environment, port, log);
    return new Site(
        Contender.PROPOLIS, port, process, database, name, lake(), new ServerMetrics(httpPort));
  }
}
