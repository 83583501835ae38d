package io.propolis.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
  @TempDir Path folder;

  private static final String SMALLEST =
      """
      Name: orders
      Command:
        Name: glueetl
        ScriptLocation: jobs/orders.py
      """;

  @BeforeEach
  void aScript() throws IOException {
    Files.createDirectories(folder.resolve("jobs"));
    Files.writeString(folder.resolve("jobs/orders.py"), "print('hello')\n");
  }

  @Test
  void membersThatAreAbsentHaveGluesDefaults() {
    var job = read(SMALLEST);

    assertThat(job.name()).isEqualTo("orders");
    assertThat(job.glueVersion()).isEqualTo(GlueVersion.V5_1);
    assertThat(job.limits()).isEqualTo(new JobLimits(1, 0, Duration.ofMinutes(480)));
    assertThat(job.capacity()).isNull();
    assertThat(job.defaultArguments()).isEmpty();
  }

  @Test
  void everyServedMemberIsRead() {
    var job =
        read(
            """
            Name: orders
            Description: Orders by day
            Role: arn:aws:iam::123456789012:role/glue
            LogUri: s3://logs/
            ExecutionProperty: {MaxConcurrentRuns: 3}
            Command: {Name: glueetl, ScriptLocation: jobs/orders.py, PythonVersion: 3}
            DefaultArguments: {"--day": 2026-11-22, "--code": 007, "--flag": }
            NonOverridableArguments: {"--target": lake.orders}
            MaxRetries: 2
            Timeout: 15
            GlueVersion: 6.0
            WorkerType: G.2X
            NumberOfWorkers: 5
            ExecutionClass: FLEX
            Tags: {team: sales}
            Connections: {Connections: []}
            JobRunQueuingEnabled: false
            """);

    assertThat(job.limits()).isEqualTo(new JobLimits(3, 2, Duration.ofMinutes(15)));
    assertThat(job.glueVersion()).isEqualTo(GlueVersion.V6_0);
    assertThat(job.capacity()).isEqualTo(new Capacity(WorkerType.G_2X, 5));
    assertThat(job.tags()).isEqualTo(Map.of("team", "sales"));
    assertThat(job.metadata()).containsEntry("Role", "arn:aws:iam::123456789012:role/glue");
    assertThat(job.defaultArguments())
        .as("arguments are kept as written")
        .isEqualTo(Map.of("--day", "2026-11-22", "--code", "007", "--flag", ""));
  }

  @Test
  void relativePathsLieInTheFoldersOfTheJobFile() {
    var job = read(SMALLEST);

    assertThat(job.file(job.script())).isEqualTo(folder.resolve("jobs/orders.py"));
    assertThat(job.file(folder.resolve("x.py").toUri().toString()))
        .isEqualTo(folder.resolve("x.py"));
    assertThatThrownBy(() -> job.file("s3://bucket/x.py")).hasMessageContaining("s3://bucket/x.py");
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirLines() {
    var problems =
        problems(
            """
            Nmae: orders
            Command:
              ScriptLocation: jobs/missing.py
              PythonVersion: "2"
            Timeout: 20000
            MaxRetries: many
            GlueVersion: "7.0"
            DefaultArguments:
              source: lake.orders
              --job-bookmark-option: job-bookmark-enable
            """);

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "line 1: Nmae: unknown; did you mean Name?",
            "Name: is required",
            "line 4: Command.PythonVersion: 2: Spark jobs run on Python 3",
            "line 3: Command.ScriptLocation: no readable file " + folder.resolve("jobs/missing.py"),
            "line 5: Timeout: must be a whole number from 1 to 10080, not 20000",
            "line 6: MaxRetries: must be a whole number from 0 to 10, not many",
            "line 7: GlueVersion: 7.0: known are 0.9, 1.0, 2.0, 3.0, 4.0, 5.0, 5.1, 6.0",
            "DefaultArguments.source: names of arguments begin with --, such as --source",
            "DefaultArguments.--job-bookmark-option job-bookmark-enable: job bookmarks are not"
                + " served");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JobMode: VISUAL                        | JobMode: VISUAL",
        "CodeGenConfigurationNodes: {n: {a: b}} | CodeGenConfigurationNodes",
        "Connections: {Connections: [warehouse]}| Connections",
        "SecurityConfiguration: kms             | SecurityConfiguration: kms",
        "NotificationProperty: {NotifyDelayAfter: 5} | NotificationProperty",
        "MaintenanceWindow: Sun:10              | MaintenanceWindow: Sun:10",
        "JobRunQueuingEnabled: true             | JobRunQueuingEnabled: true",
        "DefaultArguments: {--job-language: scala} | --job-language scala",
        "DefaultArguments: {--class: a.B}       | --class a.B",
        "DefaultArguments: {--datalake-formats: iceberg} | --datalake-formats iceberg",
        "NonOverridableArguments: {--JOB_RUN_ID: jr_1} | --JOB_RUN_ID jr_1",
        "WorkerType: G.1X                       | NumberOfWorkers",
        "MaxCapacity: 2.5                       | MaxCapacity: must be a whole number",
      })
  void whatIsNotServedIsRefusedByNameAndValue(String member, String said) {
    assertThat(problems(SMALLEST + member)).singleElement().asString().contains(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pythonshell", "gluestreaming", "glueray"})
  void onlySparkJobsAreServed(String kind) {
    assertThat(problems(SMALLEST.replace("glueetl", kind)))
        .singleElement()
        .asString()
        .contains("Command.Name: " + kind);
  }

  @Test
  void whatHasNoEffectIsSaid() {
    var job = read(SMALLEST + "DefaultArguments: {--enable-metrics: 'true', --x: y}");

    assertThat(job.remarks()).singleElement().asString().startsWith("--enable-metrics: accepted");
  }

  @Test
  void capacityInProcessingUnitsMeansG1xWorkers() {
    assertThat(read(SMALLEST + "MaxCapacity: 10.0").capacity())
        .isEqualTo(new Capacity(WorkerType.G_1X, 10));
  }

  @Test
  void aRunsArgumentsStandBetweenDefaultsAndFixedOnes() {
    var job =
        read(
            SMALLEST
                + """
                DefaultArguments: {--a: default, --b: default}
                NonOverridableArguments: {--c: fixed}
                """);

    assertThat(job.argumentsOf(Map.of("--b", "run", "--d", "run")))
        .isEqualTo(Map.of("--a", "default", "--b", "run", "--c", "fixed", "--d", "run"));
    assertThatThrownBy(() -> job.argumentsOf(Map.of("--c", "run", "d", "run")))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll("--c: cannot be overridden", "such as --d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "a: 1\na: 2", "a: 1\n---\nb: 2", "x: &n 1\ny: *n"})
  void aMalformedDocumentIsRefusedWithItsLine(String text) {
    assertThat(problems(text)).singleElement().asString().containsIgnoringCase("line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "just text", "- a\n- b"})
  void aDocumentThatIsNoMappingIsRefused(String text) {
    assertThat(problems(text)).anyMatch(problem -> problem.contains("must be a mapping"));
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(() -> JobFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("none.yaml: no such file");
  }

  private JobDefinition read(String yaml) {
    try {
      return JobFile.read(Files.writeString(folder.resolve("job.yaml"), yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> problems(String yaml) {
    return catchThrowableOfType(InvalidJobException.class, () -> read(yaml)).problems();
  }
}
