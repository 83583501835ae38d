package io.propolis.jobs.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.jobs.model.InvalidJobException;
import io.propolis.jobs.model.JobLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest {
  @TempDir Path folder;

  private RunnerFixture given;

  @BeforeEach
  void setUp() {
    given = new RunnerFixture(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    given.close();
  }

  @Test
  void aScriptGetsItsArgumentsAndItsSettingsAndLeavesNothingRunning() throws Exception {
    Files.writeString(folder.resolve("shared.py"), "GREETING = 'from a module'\n");
    var job =
        given.job(
            """
            import os, subprocess, sys
            import shared
            from pyspark import SparkConf, SparkContext
            print(shared.GREETING)
            print(sys.argv[1:])
            SparkContext._ensure_initialized()
            print(SparkConf().get("spark.app.name"), SparkConf().get("spark.chosen"))
            print("Java", SparkContext._jvm.System.getProperty("java.specification.version"))
            print([name for name in os.environ if name.startswith("PROPOLIS_STORE")])
            print("to the other stream", file=sys.stderr)
            subprocess.Popen(["setsid", "sleep", "600"], stdout=subprocess.DEVNULL)
            """);
    var arguments =
        Map.of(
            "--empty", "",
            "--conf", "spark.chosen=by the job",
            "--extra-py-files", "shared.py");
    var store = given.store();
    var runner =
        given.runner(store, RunnerFixture.settings(folder).withEnvironment(Map.of("TZ", "UTC")));

    var handle = runner.start(job, arguments, given::listen);
    var run = handle.await();

    assertThat(given.states).containsExactly("STARTING", "RUNNING", "SUCCEEDED");
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.error()).isNull();
    assertThat(run.leaseOwner()).isNull();
    assertThat(run.id()).matches("jr_[0-9a-f]{64}");
    assertThat(RunnerFixture.find(store, run.id())).contains(run);
    assertThat(RunnerFixture.lines(handle.logs().stdout()))
        .startsWith("from a module")
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "\\['--JOB_NAME', 'job', '--JOB_ID', 'j_[0-9a-f]{64}', '--JOB_RUN_ID', '"
                            + run.id()
                            + "', '--empty', ''\\]"))
        .contains("job by the job", "Java 17", "[]", "to the other stream");
    assertThat(RunnerFixture.hasProcesses(run.id())).isFalse();
    assertThat(folder.resolve("data/runs/" + run.id() + "/attempt-0/scratch")).doesNotExist();
  }

  @Test
  void aScriptsErrorIsTheRunsReason() throws Exception {
    var job = given.job("print('so far so good')\nraise ValueError('no orders')\n");

    var handle = given.runner().start(job, Map.of(), given::listen);
    var run = handle.await();

    assertThat(given.states).containsExactly("STARTING", "RUNNING", "FAILED");
    assertThat(run.error()).isEqualTo("ValueError: no orders (script.py line 2)");
    assertThat(run.progress()).containsEntry("exitCode", "1");
    assertThat(RunnerFixture.lines(handle.logs().stdout()))
        .startsWith("so far so good")
        .contains("ValueError: no orders");
  }

  @Test
  void anExitCodeOtherThanZeroFailsTheRun() throws Exception {
    var job = given.job("import sys\nprint('nothing to do')\nsys.exit(3)\n");

    var run = given.runner().start(job, Map.of(), given::listen).await();

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).isEqualTo("exit code 3; last output: nothing to do");
    assertThat(run.progress()).containsEntry("exitCode", "3");
  }

  @Test
  void anErrorOfSparkIsTheRunsReasonWithItsClass() throws Exception {
    var job =
        given.job(
            """
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.getOrCreate()
            print("two =", spark.sql("SELECT 1 + 1").first()[0])
            spark.table("nowhere.orders")
            """);

    var handle = given.runner().start(job, Map.of(), given::listen);
    var run = handle.await();

    assertThat(RunnerFixture.lines(handle.logs().stdout())).contains("two = 2");
    assertThat(run.error())
        .startsWith("AnalysisException: [TABLE_OR_VIEW_NOT_FOUND]")
        .contains("`nowhere`.`orders`")
        .endsWith("(script.py line 4)");
  }

  @Test
  void aFailedAttemptIsTriedAgainAsOftenAsTheJobAllows() throws Exception {
    var job =
        given.job(
            """
            import os, sys
            first = not os.path.exists(sys.argv[-1])
            open(sys.argv[-1], "w").close()
            print("first" if first else "second")
            if first: raise OSError("not yet")
            """);
    var limits = new JobLimits(1, 3, RunnerFixture.PLENTY);

    var handle =
        given
            .runner()
            .start(
                job.withLimits(limits),
                Map.of("--marker", folder.resolve("marker").toString()),
                given::listen);
    var run = handle.await();

    assertThat(given.states)
        .containsExactly("STARTING", "RUNNING", "STARTING", "RUNNING", "SUCCEEDED");
    assertThat(run.attempt()).isEqualTo(1);
    assertThat(run.progress())
        .containsEntry("attempt-0.error", "OSError: not yet (script.py line 5)");
    assertThat(RunnerFixture.lines(handle.logs(0).stdout())).startsWith("first");
    assertThat(RunnerFixture.lines(handle.logs().stdout())).containsExactly("second");
  }

  @Test
  void theLastFailedAttemptFailsTheRun() throws Exception {
    var job = given.job("raise SystemError('never')").withLimits(retries(1));

    var run = given.runner().start(job, Map.of(), given::listen).await();

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.attempt()).isEqualTo(1);
    assertThat(run.error()).startsWith("SystemError: never");
  }

  @Test
  void pythonModulesAreThereForTheScript() throws Exception {
    wheel("bees-1.0-py3-none-any.whl", "bees.py", "COLOUR = 'amber'\n");
    var job = given.job("import bees\nprint(bees.COLOUR)\n");
    var arguments =
        Map.of(
            "--additional-python-modules", "bees-1.0-py3-none-any.whl",
            "--python-modules-installer-option", "--no-index --no-deps");

    var handle = given.runner().start(job, arguments, given::listen);

    assertThat(handle.await().state()).isEqualTo(State.SUCCEEDED);
    assertThat(RunnerFixture.lines(handle.logs().stdout())).contains("amber");
  }

  @Test
  void aModuleThatCannotBeHadFailsTheRunWithPipsReason() throws Exception {
    var arguments =
        Map.of(
            "--additional-python-modules", "no-such-module-of-bees==1",
            "--python-modules-installer-option", "--no-index");

    var run = given.runner().start(given.job("print('hello')"), arguments, given::listen).await();

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error())
        .startsWith("installing Python modules failed")
        .contains("no-such-module-of-bees==1");
  }

  @Test
  void whatCannotBeServedIsRefusedBeforeThereIsARun() throws Exception {
    var store = given.store();
    var runner = given.runner(store, RunnerFixture.settings(folder));
    var job = given.job("print('hello')");
    var arguments =
        Map.of(
            "--scriptLocation", "gone.py",
            "--extra-jars", "https://example.org/a.jar,gone.jar",
            "--conf", "spark.a");

    assertThatThrownBy(() -> runner.start(job, arguments, given::listen))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll("gone.py", "gone.jar", "\"spark.a\"");
    assertThatThrownBy(() -> runner.start(job, Map.of("--class", "a.B"), given::listen))
        .hasMessageContaining("--class a.B");
    assertThat(store.<Integer>read(tx -> tx.runs().unfinished(Run.Kind.JOB).size())).isZero();
  }

  private static JobLimits retries(int retries) {
    return new JobLimits(1, retries, RunnerFixture.PLENTY);
  }

  /** A wheel is a zip archive with three files of metadata (PEP 427). */
  private void wheel(String name, String module, String source) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      var files =
          Map.of(
              module,
              source,
              "bees-1.0.dist-info/METADATA",
              "Metadata-Version: 2.1\nName: bees\nVersion: 1.0\n",
              "bees-1.0.dist-info/WHEEL",
              "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
              "bees-1.0.dist-info/RECORD",
              "");
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }
}
