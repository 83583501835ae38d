package io.propolis.bench;

import io.propolis.bench.Selection.Extent;
import io.propolis.bench.crawl.CrawlBench;
import io.propolis.bench.glue.GlueBench;
import io.propolis.bench.machine.Machine;
import io.propolis.bench.operation.Operations;
import io.propolis.bench.own.OwnMeasures;
import io.propolis.bench.report.JsonReport;
import io.propolis.bench.report.MarkdownReport;
import io.propolis.bench.report.Promise;
import io.propolis.bench.report.Promises;
import io.propolis.bench.report.Verdict;
import io.propolis.bench.run.BenchRun;
import io.propolis.bench.run.Pace;
import io.propolis.bench.run.Plan;
import io.propolis.bench.run.Plan.Extra;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.DatabaseKind;
import io.propolis.bench.server.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.thrift.TException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the packaged server beside its peers and says whether each promise holds. */
@Command(
    name = "propolis bench",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 110,
    sortOptions = false,
    description = {
      "Measures our server beside others in one run: an empty Thrift server, which shows what any call costs on"
          + " this machine, and Apache Hive Metastore 4.0.1 and 3.1.3, fetched from Maven Central when first asked"
          + " for. All share one MariaDB or PostgreSQL, each in a database of its own. Rounds of all alternate; a"
          + " comparison is the median (and the least and the most) of the ratios within each round.",
      "",
      "Without options: empty and hive-4.0.1 on MariaDB, in about ten minutes. The first run on a machine also"
          + " makes the tables and partitions that are read, which takes some minutes more; they are kept in the"
          + " cache, or in the folder that PROPOLIS_BENCH_DATA names.",
      "",
      "Columns: p50 and p99 are the times of a call, cpu and db cpu the processor time of the server and of the"
          + " database for each call, bytes those of the reply, sql the statements of our server for each call.",
      "",
      "Exit code 1 when a promise does not hold."
    })
final class Main implements Callable<Integer> {
  /** So long a server is warmed up at most, for each operation; a quick look is a cooler one. */
  private static final double WARM_UP_SECONDS = 6;

  private static final double QUICK_WARM_UP_SECONDS = 1;

  @Option(
      names = "--peer",
      split = ",",
      paramLabel = "PEER",
      description = "Of empty, hive-4.0.1, hive-3.1.3 (default empty,hive-4.0.1; with --full all).")
  private List<String> peers = List.of();

  @Option(
      names = "--database",
      split = ",",
      paramLabel = "DATABASE",
      description =
          "Of sqlite, mariadb, postgresql (default mariadb; with --full all). Apache's know no sqlite.")
  private List<String> databases = List.of();

  @Option(
      names = "--operations",
      split = ",",
      paramLabel = "PREFIX",
      description =
          "Only those whose name begins with one of these: --list shows the names (default all; without --full"
              + " those over a million partitions only when asked for).")
  private List<String> operations = List.of();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description =
          "Clients at once (default 1,8,32). Operations that fill the machine alone are measured with fewer.")
  private List<Integer> threads = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds of each server, alternating (default 5; with --quick 3).")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "How long the clients call in a round; each calls at least once (default 0.3; with --quick or --full 0.2).")
  private @Nullable Double seconds;

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description =
          "Measure the server of another working tree, whose propolis script is in this folder.")
  private @Nullable Path tree;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write everything that was found to this file, too.")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the tables of docs/performance.md to this file, too.")
  private @Nullable Path markdown;

  @Option(
      names = "--quick",
      description = "A look, in about two minutes: 1 and 32 clients, short rounds.")
  private boolean quick;

  @Option(
      names = "--full",
      description =
          "Everything: all peers and databases, a million partitions loaded and filtered, resting connections.")
  private boolean full;

  @Option(names = "--demo", description = "Also time ./propolis demo --exit, once.")
  private boolean demo;

  @Option(
      names = "--glue",
      description =
          "The Glue API, on SQLite with 1 and 16 clients, beside moto's server from PyPI.")
  private boolean glue;

  @Option(
      names = "--crawl",
      description =
          "Crawls, beside Spark's and DuckDB's inference on the same files, with --quick of less of them.")
  private boolean crawl;

  @Option(names = "--list", description = "Show the names of what can be measured, and end.")
  private boolean list;

  @Spec private @Nullable CommandSpec spec;

  private final List<String> arguments;

  private Main(String[] arguments) {
    this.arguments = List.of(arguments);
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main(args)).execute(args));
  }

  @Override
  public Integer call() throws IOException, TException, InterruptedException, SQLException {
    if (list) {
      Selection.names().forEach(System.out::println);
      return 0;
    }
    if (glue) {
      return glue();
    }
    if (crawl) {
      return crawl();
    }
    var plan = plan();
    var kinds = kinds();
    var began = Instant.now();
    var machine = Machine.here();
    System.out.println(machine.words());
    var scratch = Files.createTempDirectory("propolis-bench");
    try {
      var sites = sites(scratch);
      var verdicts = new ArrayList<>(OwnMeasures.run(sites, this::wanted));
      var run = new BenchRun(sites, plan, System.out);
      for (var kind : kinds) {
        run.on(kind);
      }
      var results = run.results();
      verdicts.addAll(results.verdicts());
      verdicts.addAll(Promise.verdicts(Promises.all(), results.outcomes()));
      System.out.println();
      verdicts.forEach(verdict -> System.out.println(verdict.line()));
      if (json != null) {
        new JsonReport(
                began.toString(), arguments, machine, results.notes(), results.outcomes(), verdicts)
            .write(json);
      }
      if (markdown != null) {
        new MarkdownReport(results.outcomes(), verdicts).write(markdown);
      }
      return verdicts.stream().allMatch(Verdict::holds) ? 0 : 1;
    } finally {
      delete(scratch);
    }
  }

  /** Measures the Glue door in the place of the Thrift door. */
  private int glue() throws IOException, InterruptedException, SQLException {
    var began = Instant.now();
    var machine = Machine.here();
    System.out.println(machine.words());
    var scratch = Files.createTempDirectory("propolis-bench");
    try {
      var outcomes = new GlueBench(gluePace(), System.out).run(sites(scratch), this::wanted);
      var verdicts = Promise.verdicts(GlueBench.promises(), outcomes);
      System.out.println();
      verdicts.forEach(verdict -> System.out.println(verdict.line()));
      if (json != null) {
        new JsonReport(began.toString(), arguments, machine, List.of(), outcomes, verdicts)
            .write(json);
      }
      return verdicts.stream().allMatch(Verdict::holds) ? 0 : 1;
    } finally {
      delete(scratch);
    }
  }

  /** Measures crawls in the place of the catalog's doors. */
  private int crawl() throws IOException, InterruptedException, SQLException {
    var began = Instant.now();
    var machine = Machine.here();
    System.out.println(machine.words());
    var scratch = Files.createTempDirectory("propolis-bench");
    try {
      var extent = quick ? CrawlBench.Extent.QUICK : CrawlBench.Extent.USUAL;
      var found =
          new CrawlBench(extent, rounds != null ? rounds : 3, System.out)
              .run(sites(scratch), this::wanted);
      System.out.println();
      found.verdicts().forEach(verdict -> System.out.println(verdict.line()));
      if (json != null) {
        new JsonReport(
                began.toString(), arguments, machine, List.of(), found.outcomes(), found.verdicts())
            .write(json);
      }
      return found.verdicts().stream().allMatch(Verdict::holds) ? 0 : 1;
    } finally {
      delete(scratch);
    }
  }

  private Sites sites(Path scratch) {
    var root = Path.of(property("root"));
    return new Sites(
        root, tree != null ? tree.toAbsolutePath() : root, Path.of(property("cache")), scratch);
  }

  /** What scripts/bench.sh tells beside the options. */
  private static String property(String name) {
    var full = "propolis.bench." + name;
    return Objects.requireNonNull(System.getProperty(full), full + " is not set");
  }

  private boolean wanted(String name) {
    return (demo && name.equals("demo")) || selection().includes(name);
  }

  private Selection selection() {
    var extent = full ? Extent.FULL : quick ? Extent.QUICK : Extent.USUAL;
    return new Selection(extent, operations);
  }

  private Plan plan() {
    var unknown = selection().unknownPrefix();
    if (!unknown.isEmpty()) {
      throw wrong("Nothing that can be measured is called '%s…'; see --list".formatted(unknown));
    }
    return new Plan(
        contenders(),
        Operations.all().stream().filter(operation -> wanted(operation.key())).toList(),
        threads.isEmpty() ? (quick ? List.of(1, 32) : List.of(1, 8, 32)) : threads,
        pace(),
        Arrays.stream(Extra.values()).filter(extra -> wanted(extra.key())).toList());
  }

  /** Longer: our server compiles what it runs often, and moto's calls take their time. */
  private Pace gluePace() {
    return new Pace(rounds != null ? rounds : 5, seconds != null ? seconds : 0.5, quick ? 2 : 6);
  }

  private Pace pace() {
    double each = seconds != null ? seconds : quick || full ? 0.2 : 0.3;
    return new Pace(
        rounds != null ? rounds : quick ? 3 : 5,
        each,
        quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS);
  }

  private List<Contender> contenders() {
    var labels =
        !peers.isEmpty()
            ? peers
            : full ? List.of("empty", "hive-4.0.1", "hive-3.1.3") : List.of("empty", "hive-4.0.1");
    return known(labels, Contender::of);
  }

  private List<DatabaseKind> kinds() {
    var labels =
        !databases.isEmpty()
            ? databases
            : full ? List.of("sqlite", "mariadb", "postgresql") : List.of("mariadb");
    return known(labels, DatabaseKind::of);
  }

  private <T> List<T> known(List<String> labels, Function<String, T> of) {
    try {
      return labels.stream().map(of).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
