package io.propolis.jobs.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Files of one attempt of a run: logs that stay, scratch that goes when the attempt ends. */
record AttemptFolder(Path path) {
  static AttemptFolder of(Path dataFolder, String runId, int attempt) {
    return new AttemptFolder(
        dataFolder.resolve("runs").resolve(runId).resolve("attempt-" + attempt));
  }

  RunLogs logs() {
    return new RunLogs(path.resolve("stdout.log"), path.resolve("stderr.log"));
  }

  /** Written by the wrapper when Spark has ended, also when nobody waits for it any more. */
  Path exitCodeFile() {
    return path.resolve("exit-code");
  }

  Path scratch() {
    return path.resolve("scratch");
  }

  Path eventLog() {
    return path.resolve("event-log");
  }

  /** Working directory of the script. */
  Path work() {
    return scratch().resolve("work");
  }

  Path localDirs() {
    return scratch().resolve("spark");
  }

  Path pythonModules() {
    return scratch().resolve("python-modules");
  }

  Path properties() {
    return scratch().resolve("spark.properties");
  }

  void create() throws IOException {
    Files.createDirectories(work());
    Files.createDirectories(localDirs());
    for (var log : new Path[] {logs().stdout(), logs().stderr()}) {
      if (!Files.exists(log)) {
        Files.createFile(log);
      }
    }
  }

  /** Empty when Spark was killed together with its wrapper, or still runs. */
  OptionalInt exitCode() {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(exitCodeFile()).strip()));
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what only the living attempt needed, settings with their secrets first. */
  void removeScratch() throws IOException {
    Files.deleteIfExists(properties());
    if (!Files.exists(scratch())) {
      return;
    }
    Files.walkFileTree(
        scratch(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
