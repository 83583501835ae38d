package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Append;
import io.propolis.compat.harness.AppenderProcess;
import io.propolis.compat.harness.IcebergJava;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.PyIceberg;
import io.propolis.compat.harness.SharedTable;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlFailedException;
import io.propolis.compat.harness.TrinoEngine;
import io.propolis.compat.harness.UnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen writers of four engines append to one Iceberg table at the same moment, under Hive's
 * locks and by compare-and-swap: what was acknowledged is there once, and nothing is half there.
 */
@ExtendWith(Engines.class)
class MixedIcebergWritersTest {
  private static final int WRITERS = 16;
  private static final int APPENDS = 3;
  private static final int ROWS = 3;
  private static final int MOST_ATTEMPTS = 50;
  private static final int LIMIT_MINUTES = 15;

  @TempDir Path folder;
  private final List<Writers> writers = new ArrayList<>();
  private final List<AppenderProcess> processes = new ArrayList<>();
  private SharedTable table;

  /** One or more writers of an engine, which report their attempts when all are done. */
  private record Writers(String name, Callable<List<Append>> run) {}

  @AfterEach
  void stop() {
    processes.forEach(AppenderProcess::close);
  }

  @Test
  void everyAcknowledgedAppendIsThereOnce(Metastore metastore, SparkEngine spark, TrinoEngine trino)
      throws Exception {
    var pyIceberg = installedPyIceberg();
    table = new SharedTable(metastore.thriftUri(), Scratch.database("mixed").name(), "hot");
    create(spark);
    addSpark(spark, List.of("ice", "ice", "cas", "cas"));
    List.of("iceberg", "iceberg", "iceberg_cas", "iceberg_cas")
        .forEach(catalog -> addTrino(trino, catalog));
    IntStream.range(0, 4)
        .mapToObj(i -> pyIceberg.appender("pyiceberg-" + i, table, APPENDS, ROWS, folder))
        .forEach(this::addProcess);
    IntStream.range(0, 4)
        .mapToObj(i -> java("java-" + i, /* locks= */ i % 2 == 0))
        .forEach(this::addProcess);

    var attempts = appendAllAtOnce();

    assertThat(attempts.stream().map(Append::writer).distinct()).as("writers").hasSize(WRITERS);
    assertThat(named(attempts, Append::acknowledged))
        .as("acknowledged appends of\n%s", told(attempts))
        .hasSize(WRITERS * APPENDS);
    spark.query("REFRESH TABLE ice." + table);
    var there = Set.copyOf(spark.query(counted("ice")));
    assertThat(trino.query(counted("iceberg"))).containsExactlyInAnyOrderElementsOf(there);
    assertThat(there).containsAll(named(attempts, Append::acknowledged));
    assertThat(there).noneMatch(named(attempts, MixedIcebergWritersTest::lost)::contains);
    assertThat(named(attempts, any -> true)).as("whole appends, each once").containsAll(there);
    assertHistory(IcebergJava.audit(table, folder), there.size());
  }

  private void create(SparkEngine spark) {
    spark.query(
        "CREATE DATABASE %s LOCATION '%s'"
            .formatted(table.database(), folder.resolve("db").toUri()));
    spark.query(
        """
        CREATE TABLE ice.%s (writer STRING, n INT, attempt INT, part INT) USING iceberg
        TBLPROPERTIES ('commit.retry.num-retries' = '500', 'commit.retry.min-wait-ms' = '20',
          'commit.retry.max-wait-ms' = '500', 'commit.retry.total-timeout-ms' = '400000',
          'write.metadata.previous-versions-max' = '1000')"""
            .formatted(table));
  }

  /** Every move of the pointer follows on the one before, from the first file to the present. */
  private static void assertHistory(List<List<String>> audit, int appends) {
    var files = lines(audit, "@metadata");
    var previous = "-";
    for (var file : files) {
      assertThat(file.get(2)).as("what %s follows", file.get(1)).isEqualTo(previous);
      previous = file.get(1);
    }
    var moves = lines(audit, "@moved");
    assertThat(moves).hasSize(files.size() - 1);
    for (int i = 0; i < moves.size(); i++) {
      assertThat(moves.get(i))
          .as("move %d of the pointer", i)
          .containsExactly("@moved", files.get(i).get(1), files.get(i + 1).get(1));
    }
    assertThat(lines(audit, "@pointer"))
        .containsExactly(List.of("@pointer", previous, files.get(files.size() - 1).get(2)));
    var parent = "-";
    var snapshots = lines(audit, "@snapshot");
    assertThat(snapshots).hasSize(appends);
    for (var snapshot : snapshots) {
      assertThat(snapshot)
          .containsExactly("@snapshot", snapshot.get(1), parent, Integer.toString(ROWS));
      parent = snapshot.get(1);
    }
    assertThat(lines(audit, "@lock")).isEmpty();
  }

  private static List<List<String>> lines(List<List<String>> audit, String kind) {
    return audit.stream().filter(line -> line.get(0).equals(kind)).toList();
  }

  /** Lets all begin together; returns what each tried. */
  private List<Append> appendAllAtOnce() throws Exception {
    var threads = Executors.newFixedThreadPool(writers.size());
    try {
      var start = new CyclicBarrier(writers.size());
      var running =
          writers.stream()
              .map(
                  each ->
                      threads.submit(
                          () -> {
                            start.await();
                            return each.run().call();
                          }))
              .toList();
      var attempts = new ArrayList<Append>();
      for (var each : running) {
        attempts.addAll(each.get(LIMIT_MINUTES, TimeUnit.MINUTES));
      }
      return attempts;
    } finally {
      threads.shutdownNow();
    }
  }

  private void addProcess(AppenderProcess process) {
    processes.add(process);
    process.awaitReady();
    writers.add(new Writers("process", process::run));
  }

  private AppenderProcess java(String writer, boolean locks) {
    return IcebergJava.appender(writer, table, APPENDS, ROWS, locks, folder);
  }

  private void addTrino(TrinoEngine trino, String catalog) {
    var writer = "trino-" + writers.size();
    writers.add(
        new Writers(
            writer,
            () -> {
              var attempts = new ArrayList<Append>();
              for (int n = 1; n <= APPENDS; n++) {
                append(trino, catalog, writer, n, attempts);
              }
              return attempts;
            }));
  }

  private void append(
      TrinoEngine trino, String catalog, String writer, int n, List<Append> attempts) {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      try {
        trino.query(insert(catalog, writer, n, attempt));
        attempts.add(new Append(writer, n, attempt, ""));
        return;
      } catch (SqlFailedException e) {
        attempts.add(new Append(writer, n, attempt, "trino: " + e.getMessage()));
      }
    }
  }

  /** One session for each catalog of the list; what fails is tried again in the next round. */
  private void addSpark(SparkEngine spark, List<String> catalogs) {
    writers.add(
        new Writers(
            "spark",
            () -> {
              var attempts = new ArrayList<Append>();
              var open = new ArrayList<Append>();
              for (int i = 0; i < catalogs.size(); i++) {
                for (int n = 1; n <= APPENDS; n++) {
                  open.add(new Append("spark-" + i, n, 1, ""));
                }
              }
              for (int attempt = 1; !open.isEmpty() && attempt <= MOST_ATTEMPTS; attempt++) {
                var tried = tried(spark, catalogs, open);
                attempts.addAll(tried);
                open.clear();
                tried.stream()
                    .filter(append -> !append.acknowledged())
                    .map(append -> append.again())
                    .forEach(open::add);
              }
              return attempts;
            }));
  }

  private List<Append> tried(SparkEngine spark, List<String> catalogs, List<Append> open) {
    var byWriter = open.stream().collect(Collectors.groupingBy(Append::writer));
    var scripts = new ArrayList<List<String>>();
    var appends = new ArrayList<List<Append>>();
    for (int i = 0; i < catalogs.size(); i++) {
      var catalog = catalogs.get(i);
      var mine = byWriter.getOrDefault("spark-" + i, List.of());
      appends.add(mine);
      scripts.add(
          mine.stream()
              .map(append -> insert(catalog, append.writer(), append.n(), append.attempt()))
              .toList());
    }
    var said = spark.tryConcurrently(scripts);
    var tried = new ArrayList<Append>();
    for (int i = 0; i < appends.size(); i++) {
      for (int j = 0; j < appends.get(i).size(); j++) {
        tried.add(appends.get(i).get(j).with(said.get(i).get(j)));
      }
    }
    return tried;
  }

  private String insert(String catalog, String writer, int n, int attempt) {
    return IntStream.range(0, ROWS)
        .mapToObj(part -> "('%s', %d, %d, %d)".formatted(writer, n, attempt, part))
        .collect(
            Collectors.joining(", ", "INSERT INTO %s.%s VALUES ".formatted(catalog, table), ""));
  }

  private String counted(String catalog) {
    return """
        SELECT writer, n, attempt, count(*), count(DISTINCT part) FROM %s.%s
        GROUP BY writer, n, attempt"""
        .formatted(catalog, table);
  }

  private static List<String> named(List<Append> attempts, Predicate<Append> which) {
    return attempts.stream()
        .filter(which)
        .map(a -> "%s|%d|%d|%d|%d".formatted(a.writer(), a.n(), a.attempt(), ROWS, ROWS))
        .toList();
  }

  /**
   * Whether its engine knows that it is not there. Trino repeats calls that take long, and so may
   * call a commit overtaken that was its own.
   */
  private static boolean lost(Append attempt) {
    return !attempt.writer().startsWith("trino")
        && (attempt.failure().contains("CommitFailedException")
            || attempt.failure().contains("The table has been modified"));
  }

  private static String told(List<Append> attempts) {
    return attempts.stream()
        .filter(attempt -> !attempt.acknowledged())
        .map(Append::toString)
        .collect(Collectors.joining("\n"));
  }

  private static PyIceberg installedPyIceberg() {
    try {
      return PyIceberg.installed();
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }
}
