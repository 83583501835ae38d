package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the programs of database servers are, and who may run them. */
final class Programs {
  private static final List<Path> SYSTEM_FOLDERS =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), Path.of("/usr/local/mysql/bin"));
  private static final Path DEBIAN_POSTGRESQL = Path.of("/usr/lib/postgresql");

  private Programs() {}

  /** Throws UnavailableException with the advice where there is none. */
  static Path find(String name, String advice) {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(
            Stream.of(path.split(":")).map(Path::of),
            SYSTEM_FOLDERS.stream(),
            debianPostgresql().stream())
        .flatMap(folders -> folders)
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new UnavailableException("no " + name + "; " + advice));
  }

  /** Newest version first. */
  private static List<Path> debianPostgresql() {
    if (!Files.isDirectory(DEBIAN_POSTGRESQL)) {
      return List.of();
    }
    try (var versions = Files.list(DEBIAN_POSTGRESQL)) {
      return versions
          .sorted(Comparator.comparing(Path::getFileName).reversed())
          .map(version -> version.resolve("bin"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command, run by somebody else than root: PostgreSQL refuses root. */
  static List<String> unprivileged(List<String> command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    var all =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + id("-u", "postgres"),
                "--regid=" + id("-g", "postgres"),
                "--clear-groups"));
    all.addAll(command);
    return all;
  }

  private static String id(String which, String account) {
    try {
      var process = new ProcessBuilder("id", which, account).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.strip() : "65534";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking for " + account, e);
    }
  }

  /** Runs a command to its end; throws with what it wrote when it fails. */
  static void run(List<String> command, Path log) {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " failed:\n" + ChildProcess.tail(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while running " + command.get(0), e);
    }
  }
}
