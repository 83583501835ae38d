package io.propolis.jobs.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Java that Spark 4.1 runs on, whatever this process runs on: on Java 25 its Hadoop fails at
 * the first file.
 */
final class Java17 {
  private Java17() {}

  /** Home of a Java 17: JAVA17_HOME, JAVA_HOME, our own, then the usual folders. */
  static Optional<Path> find(Map<String, String> environment) {
    var chosen =
        Stream.of(
                environment.get("JAVA17_HOME"),
                environment.get("JAVA_HOME"),
                System.getProperty("java.home"))
            .filter(Objects::nonNull)
            .map(Path::of);
    var home = Path.of(environment.getOrDefault("HOME", "/"));
    var usual =
        Stream.of(
                Path.of("/usr/lib/jvm"),
                home.resolve(".sdkman/candidates/java"),
                home.resolve(".jdks"),
                Path.of("/Library/Java/JavaVirtualMachines"))
            .flatMap(Java17::subfolders)
            .flatMap(folder -> Stream.of(folder, folder.resolve("Contents/Home")));
    return Stream.concat(chosen, usual).filter(Java17::isJava17).findFirst();
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

  private static boolean isJava17(Path home) {
    var release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return false;
    }
    try (var lines = Files.lines(release)) {
      return lines.anyMatch(line -> line.matches("JAVA_VERSION=\"?17[.\"].*|JAVA_VERSION=17"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
