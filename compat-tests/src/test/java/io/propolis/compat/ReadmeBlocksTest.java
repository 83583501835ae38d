package io.propolis.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Checkout;
import io.propolis.compat.harness.PrestoEngine;
import io.propolis.compat.harness.ServerProcess;
import io.propolis.compat.harness.TrinoEngine;
import io.propolis.compat.harness.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What README.md tells people to copy does what it says there: the blocks for crawling, Spark,
 * Trino and Presto are run as they stand against a real server; those for Hive and Flink, whose
 * engines are not here, are read.
 */
@ExtendWith(Engines.class)
class ReadmeBlocksTest {

  private static final Path ROOT =
      Path.of(System.getProperty("propolis.root", "..")).toAbsolutePath().normalize();
  private static final String README_URI = "thrift://localhost:9083";
  private static final List<String> TABLES =
      List.of(
          "airports",
          "county_habitat",
          "earthquakes",
          "flights",
          "hourly_normals",
          "weather_daily",
          "wildlife_strikes");

  @TempDir private static Path folder;
  private static ServerProcess server;

  /** Fills the catalog as the README says, from the files of this checkout. */
  @BeforeAll
  static void crawl() throws Exception {
    server = ServerProcess.start(Files.createDirectories(folder.resolve("server")));
    var command =
        block("crawl")
            .lines()
            .filter(line -> line.startsWith("./propolis crawl "))
            .findFirst()
            .orElseThrow()
            // The launcher would start a build inside this one.
            .replace(
                "./propolis", "\"$JAVA_HOME/bin/java\" -cp \"$LIB/*\" io.propolis.server.Main");
    var libraries = Checkout.current().serverLibraries().toString();
    run(ROOT, command + " --data " + folder.resolve("crawl"), Map.of("LIB", libraries));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void trinoAndSparkCountTheSameRowsInEveryCrawledTable(TrinoEngine trino) throws Exception {
    createCatalog(trino, "readme_lake", block("trino"));
    try {
      var counted = TABLES.stream().map(table -> count("readme_lake.lake." + table)).toList();
      var byTrino =
          counted.stream().flatMap(sql -> trino.query(sql).stream()).collect(Collectors.toList());
      var sql =
          TABLES.stream().map(table -> count("lake." + table)).collect(Collectors.joining(";"));
      assertThat(sparkSql(block("spark"), sql)).isEqualTo(byTrino).doesNotContain("0");
    } finally {
      trino.query("DROP CATALOG readme_lake");
    }
  }

  @Test
  void prestoCountsTheRowsThatTrinoCounts(TrinoEngine trino) throws Exception {
    createCatalog(trino, "readme_presto", block("trino"));
    try (var presto = presto(Map.of("lake", block("presto")))) {
      for (var table : TABLES) {
        assertThat(presto.query(count("lake.lake." + table)))
            .as(table)
            .isEqualTo(trino.query(count("readme_presto.lake." + table)));
      }
    } finally {
      trino.query("DROP CATALOG readme_presto");
    }
  }

  @Test
  void trinoReadsTheIcebergTableThatSparkWrote(TrinoEngine trino) throws Exception {
    var sql =
        """
        CREATE DATABASE lake.readme LOCATION '%s';
        CREATE TABLE lake.readme.bees USING iceberg AS SELECT 7 AS id, 'drone' AS kind"""
            .formatted(folder.resolve("readme").toUri());
    var jar = Checkout.current().clientClassPath("spark-iceberg");
    var block = block("spark-iceberg");
    assertThat(block).as("what the jar below is").containsPattern("--packages \\S+:iceberg-spark");
    assertThat(block).contains(iceberg(jar));
    sparkSql(block.replaceFirst("--packages \\S+", "--jars " + jar), sql);
    createCatalog(trino, "readme_iceberg", block("trino-iceberg"));
    try {
      assertThat(trino.query("SELECT id, kind FROM readme_iceberg.readme.bees"))
          .containsExactly("7|drone");
    } finally {
      trino.query("DROP CATALOG readme_iceberg");
    }
  }

  @Test
  void theHiveBlockIsASiteFileThatNamesTheServer() throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(block("hive").getBytes(UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("configuration");
    assertThat(document.getElementsByTagName("name").item(0).getTextContent())
        .isEqualTo("hive.metastore.uris");
    assertThat(document.getElementsByTagName("value").item(0).getTextContent())
        .isEqualTo(server.thriftUri().toString());
  }

  @Test
  void theFlinkBlockMakesAHiveCatalogFromThatSiteFile() throws Exception {
    assertThat(block("flink"))
        .contains(server.thriftUri().toString())
        .contains("'type' = 'hive'", "'hive-conf-dir' = '/etc/hive/conf'");
  }

  private static String count(String table) {
    return "SELECT count(*) FROM " + table;
  }

  /** The version in the jar's name, as the block spells it. */
  private static String iceberg(String jar) {
    return jar.replaceFirst(".*/(iceberg-spark-runtime-[0-9.]+_[0-9.]+)-([0-9.]+)\\.jar$", "$1:$2");
  }

  /** The same properties that the README puts into a file, checked by Trino in the same way. */
  private static void createCatalog(TrinoEngine trino, String name, String block)
      throws IOException {
    var properties = properties(block);
    var connector = properties.remove("connector.name");
    var settings =
        properties.entrySet().stream()
            .map(e -> "\"%s\" = '%s'".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    trino.query("CREATE CATALOG %s USING %s WITH (%s)".formatted(name, connector, settings));
  }

  private static Map<Object, Object> properties(String block) throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(block));
    return properties;
  }

  private static List<String> sparkSql(String block, String sql) throws Exception {
    var spark = spark();
    var path = spark.resolve("bin") + ":" + System.getenv("PATH");
    var environment =
        Map.of(
            "SPARK_HOME",
            spark.toString(),
            "PATH",
            path,
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "SQL",
            sql);
    return run(folder, block.strip() + " --master 'local[2]' -e \"$SQL\"", environment);
  }

  private static PrestoEngine presto(Map<String, String> catalogs) {
    try {
      return PrestoEngine.start(folder.resolve("presto"), catalogs);
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private static Path spark() {
    try {
      return Checkout.current().tool("SPARK_HOME", "pyspark.sh");
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  /** The block, with the running server in place of the one that the README speaks of. */
  private static String block(String name) throws Exception {
    var script = ROOT.resolve("scripts/readme_block.sh").toString();
    var text = String.join("\n", run(ROOT, "'" + script + "' " + name, Map.of()));
    URI uri = server.thriftUri();
    assertThat(text).contains(README_URI);
    return text.replace(README_URI, uri.toString());
  }

  /** Runs a shell command to its end and returns what it printed. */
  private static List<String> run(Path where, String command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var log = Files.createTempFile(folder, "command", ".log");
    var builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(where.toFile())
            .redirectError(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    try (Stream<String> lines = process.inputReader(UTF_8).lines()) {
      var printed = lines.toList();
      assertThat(process.waitFor()).as("%s%n%s", command, Files.readString(log)).isZero();
      return printed;
    }
  }
}
