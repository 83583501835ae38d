package io.propolis.server.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs of this machine, where the scripts of the launcher look too. */
final class Programs {
  private static final Pattern JAVA_VERSION = Pattern.compile("JAVA_VERSION=\"?(\\d+)[^\n]*");

  private final Map<String, String> environment;

  Programs(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A program on the PATH. */
  Optional<Path> find(String name) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A server's program, which distributions keep off the PATH. */
  Optional<Path> findServer(String name) {
    var usual =
        Stream.concat(
            Stream.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin").map(Path::of),
            subfolders(Path.of("/usr/lib/postgresql")).map(version -> version.resolve("bin")));
    return find(name)
        .or(
            () ->
                usual.map(folder -> folder.resolve(name)).filter(Files::isExecutable).findFirst());
  }

  /** A Java home of a fitting version that has this file. */
  Optional<Path> javaHome(IntPredicate version, String file) {
    var home = Path.of(environment.getOrDefault("HOME", "/"));
    var chosen =
        Stream.of("JAVA_HOME", "JAVA17_HOME", "JAVA25_HOME")
            .map(environment::get)
            .filter(Objects::nonNull)
            .map(Path::of);
    var usual =
        Stream.of(
                Path.of("/usr/lib/jvm"),
                home.resolve(".sdkman/candidates/java"),
                home.resolve(".jdks"),
                Path.of("/Library/Java/JavaVirtualMachines"))
            .flatMap(Programs::subfolders)
            .flatMap(folder -> Stream.of(folder, folder.resolve("Contents/Home")));
    return Stream.of(chosen, Stream.of(Path.of(System.getProperty("java.home"))), usual)
        .flatMap(homes -> homes)
        .filter(folder -> Files.isExecutable(folder.resolve(file)))
        .filter(folder -> version.test(javaVersion(folder)))
        .findFirst();
  }

  private static int javaVersion(Path home) {
    try {
      var release = JAVA_VERSION.matcher(Files.readString(home.resolve("release")));
      return release.find() ? Integer.parseInt(release.group(1)) : 0;
    } catch (IOException e) {
      // A home without its release file is no JDK that we know.
      return 0;
    }
  }

  /** 12 for Python 3.12; -1 when it is no Python 3 that runs. */
  int pythonMinor(Path python) {
    try {
      var process =
          new ProcessBuilder(
                  python.toString(), "-c", "import sys; print('%d %d' % sys.version_info[:2])")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      process.waitFor(10, TimeUnit.SECONDS);
      return said.matches("3 \\d+") ? Integer.parseInt(said.substring(2)) : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** Where the scripts keep what they download. */
  Path cache() {
    var own = environment.get("PROPOLIS_CACHE");
    if (own != null) {
      return Path.of(own).toAbsolutePath();
    }
    var shared = environment.get("XDG_CACHE_HOME");
    var caches =
        shared != null
            ? Path.of(shared)
            : Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache");
    return caches.resolve("propolis").toAbsolutePath();
  }

  private static Stream<Path> subfolders(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (var children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
