package io.propolis.jobs.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReasonTest {
  private static final Path SCRIPT = Path.of("/jobs/orders.py");

  @TempDir Path folder;

  @Test
  void aPythonErrorIsNamedWithTheScriptsOwnLine() throws IOException {
    var reason =
        reason(
            """
            working
            Traceback (most recent call last):
              File "/jobs/orders.py", line 12, in <module>
                main()
              File "/jobs/orders.py", line 7, in main
                json.loads("{")
              File "/usr/lib/python3.11/json/__init__.py", line 346, in loads
                return _default_decoder.decode(s)
            json.decoder.JSONDecodeError: Expecting property name: line 1 column 2 (char 1)
            """,
            "26/11/22 15:00:00 INFO ShutdownHookManager: Shutdown hook called");

    assertThat(reason)
        .isEqualTo(
            "JSONDecodeError: Expecting property name: line 1 column 2 (char 1) (orders.py line 7)");
  }

  @Test
  void ofChainedErrorsTheLastIsNamed() throws IOException {
    var reason =
        reason(
            """
            Traceback (most recent call last):
              File "/jobs/orders.py", line 3, in <module>
                1 / 0
            ZeroDivisionError: division by zero

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "/jobs/orders.py", line 5, in <module>
                raise ValueError("no orders")
            ValueError: no orders
            """,
            "");

    assertThat(reason).isEqualTo("ValueError: no orders (orders.py line 5)");
  }

  @Test
  void aSyntaxErrorIsNamed() throws IOException {
    var reason =
        reason(
            """
              File "/jobs/orders.py", line 4
                print(
                     ^
            SyntaxError: '(' was never closed
            """,
            "");

    assertThat(reason).isEqualTo("SyntaxError: '(' was never closed (orders.py line 4)");
  }

  @Test
  void sparksErrorClassIsKept() throws IOException {
    var reason =
        reason(
            """
            Traceback (most recent call last):
              File "/jobs/orders.py", line 9, in <module>
                spark.table("nowhere")
              File "/venv/pyspark/errors/exceptions/captured.py", line 269, in deco
                raise converted from None
            pyspark.errors.exceptions.captured.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `nowhere` cannot be found.
            'UnresolvedRelation [nowhere], [], false
            """,
            "");

    assertThat(reason)
        .isEqualTo(
            "AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `nowhere` cannot be found. (orders.py line 9)");
  }

  @Test
  void aJavaErrorIsNamedWithItsInnermostCause() throws IOException {
    var reason =
        reason(
            """
            Traceback (most recent call last):
              File "/jobs/orders.py", line 9, in <module>
                frame.write.parquet("/full")
              File "/venv/py4j/protocol.py", line 327, in get_return_value
                raise Py4JJavaError(
            py4j.protocol.Py4JJavaError: An error occurred while calling o58.parquet.
            : org.apache.spark.SparkException: Job aborted.
            \tat org.apache.spark.sql.Writer.write(Writer.scala:1)
            Caused by: java.lang.RuntimeException: task failed
            \t... 3 more
            Caused by: java.io.IOException: No space left on device
            """,
            "");

    assertThat(reason)
        .isEqualTo(
            "org.apache.spark.SparkException: Job aborted.; caused by java.io.IOException: No space left on device (orders.py line 9)");
  }

  @Test
  void aSparkThatDoesNotStartIsNamed() throws IOException {
    var reason =
        reason(
            "",
            """
            26/11/22 15:00:00 WARN Utils: something
            Exception in thread "main" org.apache.spark.SparkException: Could not parse Master URL: 'mars'
            \tat org.apache.spark.SparkContext$.createTaskScheduler(SparkContext.scala:3000)
            """);

    assertThat(reason)
        .isEqualTo("org.apache.spark.SparkException: Could not parse Master URL: 'mars'");
  }

  @Test
  void withoutAnErrorTheExitCodeAndTheLastWordsAreNamed() throws IOException {
    var reason =
        reason(
            "no orders today\n",
            """
            Exception in thread "main" org.apache.spark.SparkUserAppException: User application exited with 3
            """);

    assertThat(reason).isEqualTo("exit code 3; last output: no orders today");
  }

  @Test
  void theReasonStaysAShortLineHoweverLongTheLog() throws IOException {
    var noise = "noise\n".repeat(200_000);
    var error =
        "Traceback (most recent call last):\n  File \"/jobs/orders.py\", line 1, in <module>\nValueError: "
            + "x".repeat(10_000);

    assertThat(reason(noise + error, ""))
        .startsWith("ValueError: xxx")
        .hasSizeLessThanOrEqualTo(1_000);
  }

  private String reason(String stdout, String stderr) throws IOException {
    var logs =
        new RunLogs(
            Files.writeString(folder.resolve("stdout.log"), stdout),
            Files.writeString(folder.resolve("stderr.log"), stderr));
    return FailureReason.of(logs, SCRIPT, 3);
  }
}
