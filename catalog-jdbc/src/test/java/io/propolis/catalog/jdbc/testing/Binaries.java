package io.propolis.catalog.jdbc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the programs of database servers are. */
final class Binaries {
  private static final Path DEBIAN_POSTGRESQL = Path.of("/usr/lib/postgresql");

  private Binaries() {}

  static Optional<Path> find(String program) {
    return folders().map(folder -> folder.resolve(program)).filter(Files::isExecutable).findFirst();
  }

  private static Stream<Path> folders() {
    var path = System.getenv().getOrDefault("PATH", "");
    // Servers are often not on the path of people who do not administer the machine.
    return Stream.concat(
        Stream.concat(
            Stream.of(path.split(":", -1)).filter(p -> !p.isEmpty()).map(Path::of),
            Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/libexec").map(Path::of)),
        debianPostgresql());
  }

  /** Newest version first. */
  private static Stream<Path> debianPostgresql() {
    if (!Files.isDirectory(DEBIAN_POSTGRESQL)) {
      return Stream.empty();
    }
    try (var versions = Files.list(DEBIAN_POSTGRESQL)) {
      return versions
          .sorted(Comparator.comparing(Path::getFileName).reversed())
          .map(version -> version.resolve("bin"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command, run by somebody else than root: PostgreSQL refuses root. */
  static String[] unprivileged(String... command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    var user = accountExists("postgres") ? "postgres" : "nobody";
    var all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + user, "--regid=" + group(user), "--clear-groups"));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  private static boolean accountExists(String user) {
    return ServerProcess.exitCode("id", "-u", user) == 0;
  }

  private static String group(String user) {
    return ServerProcess.run("id", "-g", user).strip();
  }
}
