package io.propolis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.thrift.TException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the packaged server and says whether each promise holds. */
@Command(
    name = "propolis bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures start-up, memory, get_table, add_partitions, statistics and, if asked, the demo.",
      "Exit code 1 when a promise does not hold."
    })
final class Main implements Callable<Integer> {
  @Option(
      names = "--launcher",
      required = true,
      description = "The propolis script to start servers with (${COMMAND-NAME} fills it in).")
  private Path launcher = Path.of("propolis");

  @Option(names = "--rounds", description = "Rounds per measurement (default ${DEFAULT-VALUE}).")
  private int rounds = 9;

  @Option(names = "--demo", description = "Also time ./propolis demo --exit, once.")
  private boolean demo;

  @Option(names = "--json", description = "Write the results to this file, too.")
  private Path json = Path.of("");

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, TException, InterruptedException {
    var folder = Files.createTempDirectory("propolis-bench");
    try {
      var measures = new ArrayList<Measure>();
      measures.addAll(startUps(folder));
      try (var server =
              ChildServer.start(serve(folder.resolve("get-table")), folder.resolve("server.log"));
          var empty = ChildServer.start(emptyServer(), folder.resolve("empty.log"))) {
        measures.add(GetTable.run(server, empty, rounds));
      }
      measures.add(AddPartitions.run(Files.createDirectory(folder.resolve("add-partitions"))));
      measures.add(AggregateStatistics.run(Files.createDirectory(folder.resolve("statistics"))));
      if (demo) {
        measures.add(timeDemo(folder));
      }
      measures.forEach(measure -> System.out.println(measure.line()));
      if (!json.toString().isEmpty()) {
        Files.writeString(
            json,
            measures.stream().map(Measure::json).collect(Collectors.joining(",\n ", "[", "]\n")));
      }
      return measures.stream().allMatch(Measure::holds) ? 0 : 1;
    } finally {
      delete(folder);
    }
  }

  private List<Measure> startUps(Path folder) throws IOException {
    var seconds = new double[Math.max(3, rounds / 2)];
    var memory = new double[seconds.length];
    for (int i = 0; i < seconds.length; i++) {
      var data = folder.resolve("start-" + i);
      try (var server = ChildServer.start(serve(data), folder.resolve("start.log"))) {
        seconds[i] = server.secondsToReady();
        memory[i] = server.residentMiB();
      }
    }
    return List.of(
        measure("start to ready line", Samples.of(seconds), 3, "s"),
        measure("resident memory when idle", Samples.of(memory), 300, "MiB"));
  }

  private static Measure measure(String name, Samples samples, double bound, String unit) {
    return new Measure(name, samples.show(unit), samples.median(), bound, unit);
  }

  private Measure timeDemo(Path folder) throws IOException, InterruptedException {
    long started = System.nanoTime();
    var log = folder.resolve("demo.log");
    var exit =
        new ProcessBuilder(launcher.toString(), "demo", "--exit")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    double seconds = (System.nanoTime() - started) / 1e9;
    if (exit != 0) {
      throw new IOException(
          "The demo failed with exit code " + exit + ":\n" + Files.readString(log));
    }
    return new Measure(
        "demo, with everything downloaded",
        String.format(Locale.ROOT, "%.0f s", seconds),
        seconds,
        240,
        "s");
  }

  private List<String> serve(Path data) {
    return List.of(
        launcher.toString(),
        "serve",
        "--data",
        data.toString(),
        "--thrift-port",
        "0",
        "--http-port",
        "0");
  }

  private static List<String> emptyServer() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        EmptyServer.class.getName());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
