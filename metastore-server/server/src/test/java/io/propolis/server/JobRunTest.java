package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.TableName;
import io.propolis.jobs.runner.SparkInstallation;
import io.propolis.jobs.runner.SparkNotFoundException;
import io.propolis.server.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunTest {
  @TempDir private Path scratch;

  @BeforeEach
  void job() throws IOException {
    assumeTrue(hasSpark(), "SKIPPED: no Spark here, scripts/setup/pyspark.sh installs one");
    Files.writeString(
        scratch.resolve("job.yaml"),
        """
        Name: greet
        Command: {Name: glueetl, ScriptLocation: greet.py, PythonVersion: "3"}
        DefaultArguments: {"--greeting": "hello"}
        """);
  }

  private static boolean hasSpark() {
    try {
      SparkInstallation.find(System.getenv());
      return true;
    } catch (SparkNotFoundException e) {
      return false;
    }
  }

  @Test
  void aJobSeesTheCatalogAndItsRunIsKept() throws IOException {
    script(
        """
        import sys
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.enableHiveSupport().getOrCreate()
        spark.sql("CREATE DATABASE made_by_job")
        print("databases", [d.name for d in spark.catalog.listDatabases()], sys.argv[1:])
        """);

    var run = run("--arg", "greeting=good day");

    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .contains("in this process", "STARTING", "RUNNING", "SUCCEEDED after", "stdout");
    try (var store = store()) {
      List<Run> kept = store.read(tx -> tx.runs().ofSubject(Run.Kind.JOB, "greet", 10));
      assertThat(kept).extracting(Run::state).containsExactly(Run.State.SUCCEEDED);
      List<String> databases = store.read(tx -> tx.databases().names("hive"));
      assertThat(databases).contains("made_by_job");
      assertThat(data().resolve("runs").resolve(kept.get(0).id())).isDirectory();
    }
  }

  @Test
  void aJobThatFailsSaysWhy() throws IOException {
    script("raise ValueError('the well is dry')");

    var run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("FAILED after");
    assertThat(run.errors()).contains("greet failed").contains("the well is dry");
  }

  @Test
  void aJobThatDiesInTheMiddleOfAWriteRegistersNothing() throws IOException {
    script(
        """
        import os, signal
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.enableHiveSupport().getOrCreate()
        jvm = spark._jvm.java.lang.ProcessHandle.current().pid()
        spark.sql("CREATE DATABASE shop")
        spark.sql("CREATE TABLE shop.sales (id INT, day INT) USING parquet PARTITIONED BY (day)")
        spark.sql("INSERT INTO shop.sales VALUES (1, 1)")

        def die_at_the_last(row):
            if row.id == 99:
                os.kill(jvm, signal.SIGKILL)
            return (row.id, row.id % 10)

        rows = spark.range(100).repartition(10).rdd.map(die_at_the_last)
        rows.toDF(["id", "day"]).write.insertInto("shop.sales")
        """);

    var run = run();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("FAILED after");
    try (var store = store()) {
      List<List<String>> partitions =
          store.read(
              tx -> {
                var sales = tx.tables().find(TableName.of("shop", "sales")).orElseThrow();
                return tx.partitions().values(sales);
              });
      assertThat(partitions).containsExactly(List.of("1"));
    }
  }

  private CommandRun run(String... flags) {
    var arguments =
        new java.util.ArrayList<>(
            List.of(
                "job",
                "run",
                scratch.resolve("job.yaml").toString(),
                "--data",
                data().toString(),
                "--jobs.master=local[1]"));
    arguments.addAll(List.of(flags));
    return CommandRun.of(System.getenv(), arguments.toArray(String[]::new));
  }

  private Path data() {
    return scratch.resolve("data");
  }

  private JdbcCatalogStore store() {
    return JdbcCatalogStore.open(
        StoreSettings.of("jdbc:sqlite:" + data().resolve("catalog.db"), null, null));
  }

  private void script(String text) throws IOException {
    Files.writeString(scratch.resolve("greet.py"), text);
  }
}
