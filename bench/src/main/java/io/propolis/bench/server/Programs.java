package io.propolis.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The programs of databases, and the account that they run under. */
final class Programs {
  private static final Path DEBIAN_POSTGRESQL = Path.of("/usr/lib/postgresql");

  private Programs() {}

  /** Where a program is; throws naming the package that has it when it is not there. */
  static Path find(String program, String debianPackage) throws IOException {
    try (var folders = folders()) {
      return folders
          .map(folder -> folder.resolve(program))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(
              () ->
                  new IOException(
                      "no %s on this machine; apt install %s".formatted(program, debianPackage)));
    }
  }

  private static Stream<Path> folders() throws IOException {
    var path = System.getenv().getOrDefault("PATH", "");
    // Servers are often not on the path of people who do not administer the machine.
    return Stream.concat(
        Stream.concat(
            Stream.of(path.split(":", -1)).filter(part -> !part.isEmpty()).map(Path::of),
            Stream.of("/usr/sbin", "/usr/local/sbin").map(Path::of)),
        debianPostgresql());
  }

  /** Newest version first. */
  private static Stream<Path> debianPostgresql() throws IOException {
    if (!Files.isDirectory(DEBIAN_POSTGRESQL)) {
      return Stream.empty();
    }
    try (var versions = Files.list(DEBIAN_POSTGRESQL)) {
      return versions
          .sorted(Comparator.comparing(Path::getFileName).reversed())
          .map(version -> version.resolve("bin"))
          .toList()
          .stream();
    }
  }

  /** The command, run by somebody else than root: PostgreSQL refuses root. */
  static String[] unprivileged(String... command) throws IOException, InterruptedException {
    if (!isRoot()) {
      return command;
    }
    var account = account();
    var all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + account, "--regid=" + account, "--clear-groups"));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  /** Makes the folder that account's. */
  static void giveToUnprivileged(Path folder) throws IOException, InterruptedException {
    if (isRoot()) {
      run("chown", account() + ":" + account(), folder.toString());
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String account() throws IOException, InterruptedException {
    var known = new ProcessBuilder("id", "-u", "postgres").redirectErrorStream(true).start();
    known.getInputStream().readAllBytes();
    return known.waitFor() == 0 ? "postgres" : "nobody";
  }

  /** Runs a command to its end; throws with what it said when it fails. */
  static void run(String... command) throws IOException, InterruptedException {
    run(List.of(command), java.util.Map.of());
  }

  static void run(List<String> command, java.util.Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.directory(Path.of("/").toFile()).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + output);
    }
  }
}
