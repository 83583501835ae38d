package io.propolis.compat.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * One PySpark session in a process of its own, with Hive support on the given metastore and two
 * Iceberg catalogs over the same metastore: {@code ice} commits under Hive locks, {@code cas} by
 * compare-and-swap.
 */
public final class SparkEngine implements SqlEngine {

  private static final String DRIVER = "spark_statements.py";
  private static final String REPLY = "@reply ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader replies;
  private final BufferedWriter requests;
  private final Path log;

  private SparkEngine(Process process, Path log) {
    this.process = process;
    this.replies = process.inputReader();
    this.requests = process.outputWriter();
    this.log = log;
  }

  /**
   * Starts Spark with its scratch files, its log and its own default warehouse under {@code
   * folder}.
   *
   * @throws UnavailableException when there is no Spark here and none can be installed
   */
  public static SparkEngine start(Path folder, URI metastore) {
    return start(folder, metastore, Map.of());
  }

  /** The same with another generation of Hive's client than the one built into Spark. */
  public static SparkEngine withHiveJars(
      Path folder, URI metastore, String version, String client) {
    return start(
        folder,
        metastore,
        Map.of(
            "spark.sql.hive.metastore.version",
            version,
            "spark.sql.hive.metastore.jars",
            Checkout.current().clientClassPath(client)));
  }

  /** The same with Delta's own catalog in the place of Spark's, as Delta asks for. */
  public static SparkEngine withDelta(Path folder, URI metastore) {
    var jars = clients("spark-delta");
    return start(
        folder,
        metastore,
        Map.of(
            "spark.jars",
            jars,
            "spark.sql.extensions",
            "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog",
            "org.apache.spark.sql.delta.catalog.DeltaCatalog"));
  }

  /**
   * The same reading each partition by its own SerDe, that of JSON with them: of a table of Parquet
   * or ORC Spark reads all as the table's otherwise.
   */
  public static SparkEngine withSerDes(Path folder, URI metastore) {
    return start(
        folder,
        metastore,
        Map.of(
            "spark.jars",
            String.join(",", clients("spark-iceberg"), clients("spark-hcatalog")),
            "spark.sql.hive.convertMetastoreParquet",
            "false",
            "spark.sql.hive.convertMetastoreOrc",
            "false"));
  }

  private static String clients(String name) {
    return Checkout.current().clientClassPath(name).replace(File.pathSeparator, ",");
  }

  private static SparkEngine start(Path folder, URI metastore, Map<String, String> more) {
    var sparkHome = Checkout.current().tool("SPARK_HOME", "pyspark.sh");
    try {
      var driver = folder.resolve(DRIVER);
      try (var source =
          Objects.requireNonNull(SparkEngine.class.getResourceAsStream(DRIVER), DRIVER)) {
        Files.copy(source, driver);
      }
      var log = folder.resolve("spark.log");
      var builder = new ProcessBuilder(python(sparkHome), driver.toString());
      builder.directory(folder.toFile()).redirectError(log.toFile());
      var environment = builder.environment();
      environment.put("SPARK_HOME", sparkHome.toString());
      environment.put("PYTHONPATH", pythonPath(sparkHome));
      environment.put("PYSPARK_SUBMIT_ARGS", submitArguments(folder, metastore, more));
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
      var engine = new SparkEngine(builder.start(), log);
      engine.awaitLine("@ready");
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Spark", e);
    }
  }

  @Override
  public List<String> query(String sql) {
    return rows(sql, exchange(List.of(List.of(sql))).get(0).get(0));
  }

  /**
   * Runs all statements at the same time, each in a session of its own, and waits for all.
   *
   * @throws SqlFailedException when one of them fails
   */
  public void runConcurrently(List<String> statements) {
    var results = exchange(statements.stream().map(List::of).toList());
    for (int i = 0; i < statements.size(); i++) {
      rows(statements.get(i), results.get(i).get(0));
    }
  }

  /**
   * Runs all scripts at the same time, each in a session of its own, to the end of each whatever
   * fails in it. Returns what each statement said: its error, or nothing when it succeeded.
   */
  public List<List<String>> tryConcurrently(List<List<String>> scripts) {
    var errors = new ArrayList<List<String>>();
    for (var script : exchange(scripts)) {
      var said = new ArrayList<String>();
      script.forEach(result -> said.add(result.path("error").asText()));
      errors.add(said);
    }
    return errors;
  }

  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot end Spark's input", e);
    } finally {
      ChildProcess.stop(process);
    }
  }

  /** Python itself, since spark-submit would keep our standard input from the driver. */
  private static String python(Path sparkHome) {
    var named = System.getenv("PYSPARK_PYTHON");
    if (named != null) {
      return named;
    }
    for (Path folder = sparkHome; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("pyvenv.cfg"))) {
        return folder.resolve("bin/python").toString();
      }
    }
    return "python3";
  }

  private static String pythonPath(Path sparkHome) throws IOException {
    try (var archives = Files.newDirectoryStream(sparkHome.resolve("python/lib"), "*.zip")) {
      var path = new StringJoiner(File.pathSeparator);
      archives.forEach(archive -> path.add(archive.toString()));
      return path.toString();
    }
  }

  private static String submitArguments(Path folder, URI metastore, Map<String, String> more) {
    var arguments = new StringJoiner(" ");
    arguments.add("--master local[2] --driver-memory 1g");
    settings(folder, metastore)
        .forEach((key, value) -> arguments.add("--conf " + key + "=" + value));
    more.forEach((key, value) -> arguments.add("--conf " + key + "=" + value));
    return arguments.add("pyspark-shell").toString();
  }

  private static Map<String, String> settings(Path folder, URI metastore) {
    var catalog = "org.apache.iceberg.spark.SparkCatalog";
    return Map.ofEntries(
        Map.entry("spark.ui.enabled", "false"),
        Map.entry("spark.jars", Checkout.current().clientClassPath("spark-iceberg")),
        Map.entry("spark.sql.shuffle.partitions", "2"),
        Map.entry("spark.sql.warehouse.dir", folder.resolve("spark-warehouse").toUri().toString()),
        Map.entry("spark.sql.session.timeZone", "UTC"),
        Map.entry("spark.hadoop.hive.metastore.uris", metastore.toString()),
        Map.entry("spark.hadoop.hive.exec.dynamic.partition.mode", "nonstrict"),
        Map.entry(
            "spark.sql.extensions",
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"),
        Map.entry("spark.sql.catalog.ice", catalog),
        Map.entry("spark.sql.catalog.ice.type", "hive"),
        Map.entry("spark.sql.catalog.ice.uri", metastore.toString()),
        Map.entry("spark.sql.catalog.cas", catalog),
        Map.entry("spark.sql.catalog.cas.type", "hive"),
        Map.entry("spark.sql.catalog.cas.uri", metastore.toString()),
        Map.entry("spark.sql.catalog.cas.hadoop.iceberg.engine.hive.lock-enabled", "false"));
  }

  private synchronized JsonNode exchange(List<List<String>> scripts) {
    try {
      var request = Map.of("scripts", scripts);
      requests.write(JSON.writeValueAsString(request));
      requests.newLine();
      requests.flush();
      return JSON.readTree(awaitLine(REPLY).substring(REPLY.length())).required("results");
    } catch (IOException e) {
      throw new UncheckedIOException("Spark does not answer:\n" + ChildProcess.tail(log), e);
    }
  }

  private String awaitLine(String start) throws IOException {
    for (String line = replies.readLine(); line != null; line = replies.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
    }
    throw new IllegalStateException("Spark ended:\n" + ChildProcess.tail(log));
  }

  private static List<String> rows(String sql, JsonNode result) {
    if (result.has("error")) {
      throw new SqlFailedException(sql, result.get("error").asText(), null);
    }
    var rows = new ArrayList<String>();
    result.required("rows").forEach(row -> rows.add(row.asText()));
    return rows;
  }
}
