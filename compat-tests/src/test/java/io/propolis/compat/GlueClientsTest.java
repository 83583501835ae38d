package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.propolis.compat.harness.GlueClients;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.S3Server;
import io.propolis.compat.harness.ScenarioReport;
import io.propolis.compat.harness.ServerProcess;
import io.propolis.compat.harness.TrinoEngine;
import io.propolis.compat.harness.UnavailableException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients of AWS Glue over their usual calls and errors; each scenario is a test. */
@ExtendWith(Engines.class)
class GlueClientsTest {
  @TempDir private static Path shared;
  private static @Nullable S3Server s3;

  @TempDir Path folder;

  @BeforeAll
  static void startStorage() {
    try {
      s3 = S3Server.start(shared);
    } catch (UnavailableException e) {
      s3 = null; // the tests that need it say so
    }
  }

  @AfterAll
  static void stopStorage() {
    if (s3 != null) {
      s3.close();
    }
  }

  private static URI storage() {
    Assumptions.assumeTrue(s3 != null, "moto, which is the S3 here, could not be installed");
    return s3.uri();
  }

  @TestFactory
  Stream<DynamicTest> boto3AndPyIceberg(Metastore metastore) {
    return scenarios(metastore, GlueClients::boto3, 16);
  }

  @TestFactory
  Stream<DynamicTest> awsCli(Metastore metastore) {
    return scenarios(metastore, GlueClients::awsCli, 11);
  }

  @TestFactory
  Stream<DynamicTest> awsSdkPandas(Metastore metastore) {
    var storage = storage();
    return scenarios(metastore, clients -> clients.awsSdkPandas(storage), 11);
  }

  @TestFactory
  Stream<DynamicTest> awsSdkForJavaScript(Metastore metastore) {
    return scenarios(metastore, GlueClients::javaScript, 7);
  }

  @TestFactory
  Stream<DynamicTest> awsSdkForJavaAndIceberg(Metastore metastore) {
    return scenarios(metastore, GlueClients::java, 8);
  }

  @TestFactory
  Stream<DynamicTest> airflow(Metastore metastore) {
    return scenarios(metastore, GlueClients::airflow, 6);
  }

  private Stream<DynamicTest> scenarios(
      Metastore metastore, Function<GlueClients, List<ScenarioReport>> run, int least) {
    var clients = new GlueClients(new GlueShell(metastore, folder).endpoint(), folder);
    var reports = available(() -> run.apply(clients));
    assertThat(reports).as("scenarios that ran").hasSizeGreaterThanOrEqualTo(least);
    return reports.stream()
        .map(
            report ->
                dynamicTest(
                    report.name(), () -> assertThat(report.failure()).as(report.name()).isEmpty()));
  }

  private static List<ScenarioReport> available(Supplier<List<ScenarioReport>> run) {
    try {
      return run.get();
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  /** Files, partitions and types of aws-sdk-pandas are those that Trino expects. */
  @Test
  void trinoReadsADataSetThatPandasWrote(Metastore metastore, TrinoEngine trino) throws Exception {
    var glue = new GlueShell(metastore, folder);
    var db = Scratch.database("pandas");
    var script = Files.createTempFile(folder, "write", ".py");
    Files.writeString(
        script,
        """
        import datetime, decimal, boto3, awswrangler as wr, pandas as pd
        boto3.client("s3").create_bucket(Bucket="%1$s")
        wr.catalog.create_database("%1$s")
        frame = pd.DataFrame({
          "id": [1, 2, 3], "price": [decimal.Decimal("1.50"), None, decimal.Decimal("2.25")],
          "at": pd.to_datetime(["2026-01-01 10:00", "2026-01-02 11:30", None]),
          "day": [datetime.date(2026, 1, d) for d in (1, 2, 2)], "tags": [["a"], [], ["b", "c"]]})
        wr.s3.to_parquet(frame, path="s3://%1$s/orders/", dataset=True, database="%1$s",
          table="orders", partition_cols=["day"], dtype={"price": "decimal(10,2)"})
        """
            .formatted(db));
    glue.run("python " + script, Map.of("AWS_ENDPOINT_URL_S3", storage().toString()));

    trino.query(
        """
        CREATE CATALOG %s_c USING hive WITH ("hive.metastore" = 'glue',
          "hive.metastore.glue.endpoint-url" = '%s', "hive.metastore.glue.region" = 'us-east-1',
          "hive.metastore.glue.aws-access-key" = 'compat',
          "hive.metastore.glue.aws-secret-key" = 'secret', "fs.s3.enabled" = 'true',
          "s3.endpoint" = '%s', "s3.region" = 'us-east-1', "s3.path-style-access" = 'true',
          "s3.aws-access-key" = 'compat', "s3.aws-secret-key" = 'secret')\
        """
            .formatted(db, glue.endpoint(), storage()));
    try {
      assertThat(
              trino.query(
                  """
                  SELECT id, price, date_format(at, '%%Y-%%m-%%d %%H:%%i'), day, array_join(tags, '+')
                  FROM %1$s_c.%1$s.orders ORDER BY id\
                  """
                      .formatted(db)))
          .containsExactly(
              "1|1.50|2026-01-01 10:00|2026-01-01|a",
              "2|null|2026-01-02 11:30|2026-01-02|",
              "3|2.25|null|2026-01-02|b+c");
      assertThat(
              trino.query(
                  "SELECT id FROM %1$s_c.%1$s.orders WHERE day = DATE '2026-01-01'".formatted(db)))
          .containsExactly("1");
    } finally {
      trino.query("DROP CATALOG %s_c".formatted(db));
    }
  }

  /**
   * Files on S3 that the server rewrote are files that Trino reads. The server has keys: what
   * boto3, the CLI and Trino's SDK for Java sign is verified.
   */
  @Test
  void aCompactedTableOnS3OfAServerWithKeysHasTheRowsThatItHad(TrinoEngine trino) throws Exception {
    var db = Scratch.database("compacted").toString();
    var server =
        ServerProcess.start(
            Files.createDirectories(folder.resolve("server")),
            "--s3.endpoint=" + storage(),
            "--s3.path-style=true",
            "--s3.access-key=compat",
            "--s3.secret-key=secret",
            "--glue.access-key=compat",
            "--glue.secret-key=secret");
    try (server) {
      var glue = new GlueShell(server, folder);
      assertThat(glue.run("aws glue get-databases --query 'DatabaseList[].Name' --output text"))
          .isEqualTo("default");
      var refused = "(aws glue get-databases 2>&1 || true)";
      assertThat(glue.run(refused, Map.of("AWS_SECRET_ACCESS_KEY", "other")))
          .contains("InvalidSignatureException");
      assertThat(glue.run(refused, Map.of("AWS_ACCESS_KEY_ID", "nobody")))
          .contains("UnrecognizedClientException");
      glue.run(
          "python -c 'import boto3; boto3.client(\"s3\").create_bucket(Bucket=\"%s\")'"
              .formatted(db.replace('_', '-')),
          Map.of("AWS_ENDPOINT_URL_S3", storage().toString()));
      withIcebergOnS3(trino, db + "_c", glue.endpoint());
      var schema = "%1$s_c.%1$s".formatted(db);
      var table = schema + ".orders";
      trino.query(
          "CREATE SCHEMA %s WITH (location = 's3://%s/lake')"
              .formatted(schema, db.replace('_', '-')));
      trino.query("CREATE TABLE %s (id bigint, name varchar)".formatted(table));
      for (int i = 0; i < 3; i++) {
        trino.query("INSERT INTO %s VALUES (%d, 'n%2$d'), (%2$d0, NULL)".formatted(table, i));
      }
      var all = "SELECT id, name, count(*) FROM %s GROUP BY 1, 2 ORDER BY 1, 2".formatted(table);
      var rows = trino.query(all);

      assertThat(new GlueCompaction(glue, folder).of(db, "orders")).isEqualTo("completed 3");

      assertThat(trino.query("SELECT count(*) FROM %s.\"orders$files\"".formatted(schema)))
          .containsExactly("1");
      assertThat(trino.query(all)).isEqualTo(rows);
      trino.query("DROP CATALOG %s_c".formatted(db));
    }
  }

  private static void withIcebergOnS3(TrinoEngine trino, String name, URI endpoint) {
    trino.query(
        """
        CREATE CATALOG %s USING iceberg WITH ("iceberg.catalog.type" = 'glue',
          "hive.metastore.glue.endpoint-url" = '%s', "hive.metastore.glue.region" = 'us-east-1',
          "hive.metastore.glue.aws-access-key" = 'compat',
          "hive.metastore.glue.aws-secret-key" = 'secret', "fs.s3.enabled" = 'true',
          "s3.endpoint" = '%s', "s3.region" = 'us-east-1', "s3.path-style-access" = 'true',
          "s3.aws-access-key" = 'compat', "s3.aws-secret-key" = 'secret')\
        """
            .formatted(name, endpoint, storage()));
  }
}
