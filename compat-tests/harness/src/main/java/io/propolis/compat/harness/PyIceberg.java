package io.propolis.compat.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** PyIceberg's own Hive catalog in a Python process, from PyPI. */
public final class PyIceberg {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path python;

  private PyIceberg(Path python) {
    this.python = python;
  }

  /**
   * The one that {@code PYTHON_CLIENTS_HOME} names, or the one in the cache.
   *
   * @throws UnavailableException when there is none here and none can be installed
   */
  public static PyIceberg installed() {
    var home = Checkout.current().tool("PYTHON_CLIENTS_HOME", "python.sh", "clients");
    return new PyIceberg(home.resolve("bin/python"));
  }

  /**
   * Runs all scenarios against {@code metastore}; what they keep on disk goes below {@code folder}.
   */
  public List<ScenarioReport> runScenarios(URI metastore, Path folder) {
    var command = command("pyiceberg_scenarios.py", folder, metastore.toString(), "" + folder);
    return ScenarioProcess.run("PyIceberg", command, folder, "pyiceberg.log", LIMIT);
  }

  /** A writer of its own process; PyIceberg always commits under a Hive lock. */
  public AppenderProcess appender(
      String writer, SharedTable table, int appends, int rows, Path folder) {
    var command =
        command(
            "pyiceberg_appender.py",
            folder,
            table.metastore().toString(),
            table.database(),
            table.name(),
            writer,
            Integer.toString(appends),
            Integer.toString(rows));
    return AppenderProcess.start(writer, command, folder);
  }

  /** Python running a script of this package, which is copied to {@code folder}. */
  private List<String> command(String script, Path folder, String... arguments) {
    var copy = folder.resolve(script);
    try (var source = Objects.requireNonNull(PyIceberg.class.getResourceAsStream(script), script)) {
      if (!Files.exists(copy)) {
        Files.copy(source, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + copy, e);
    }
    var command = new ArrayList<>(List.of(python.toString(), copy.toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
