package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.propolis.compat.harness.HiveOwnTests;
import io.propolis.compat.harness.MariaDb;
import io.propolis.compat.harness.ScenarioReport;
import io.propolis.compat.harness.ServerProcess;
import io.propolis.compat.harness.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache Hive 3.1.3's own tests of its metastore client, against the packaged server. Those that
 * cannot pass from another process are listed, with the reason, in a file beside this class.
 */
class HiveOwnTestsTest {
  private static final String FROM_INSIDE = "hive-3.1.3-tests-from-inside.txt";

  /** Fewer would mean that the tests were not found. */
  private static final int AT_LEAST = 750;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> onSqlite() {
    return tests();
  }

  @TestFactory
  Stream<DynamicTest> onMariaDb() {
    try (var database = MariaDb.start(folder.resolve("mariadb"))) {
      return tests("--store.url", database.url(), "--store.user", "root");
    } catch (UnavailableException e) {
      Assumptions.abort(e.getMessage());
      return Stream.empty();
    }
  }

  /** The settings are those that Hive's tests assume of their metastore. */
  private Stream<DynamicTest> tests(String... store) {
    var home = made("home");
    var flags =
        Stream.concat(
            Stream.of(store),
            Stream.of(
                "--safeguards.partition-limit",
                "100",
                "--safeguards.trash",
                "30m",
                "--safeguards.storage-checks",
                "true"));
    List<ScenarioReport> reports;
    try (var server = ServerProcess.start(made("server"), home, flags.toArray(String[]::new))) {
      reports = HiveOwnTests.run(server, made("client"), home);
    }
    assertThat(reports).hasSizeGreaterThan(AT_LEAST);
    var fromInside = fromInside();
    assertThat(reports).extracting(ScenarioReport::name).containsAll(fromInside.keySet());
    return reports.stream().map(report -> test(report, fromInside.get(report.name())));
  }

  private static DynamicTest test(ScenarioReport report, String reason) {
    var name = reason == null ? report.name() : report.name() + " (" + reason + ")";
    return dynamicTest(
        name,
        () -> {
          if (reason == null && !report.passed()) {
            throw new AssertionError(report.failure());
          }
          assertThat(report.passed())
              .as("%s passes: take it from %s", report.name(), FROM_INSIDE)
              .isEqualTo(reason == null);
        });
  }

  private static Map<String, String> fromInside() {
    try (var resource =
        Objects.requireNonNull(HiveOwnTestsTest.class.getResourceAsStream(FROM_INSIDE))) {
      var reasons = new HashMap<String, String>();
      new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" = ", 2))
          .forEach(parts -> reasons.put(parts[0], parts[1]));
      return reasons;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path made(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
