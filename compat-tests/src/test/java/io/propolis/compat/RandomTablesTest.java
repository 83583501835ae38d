package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.random.Comparison;
import io.propolis.compat.random.Format;
import io.propolis.compat.random.RandomTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables of random columns, written by each format's own library and crawled: Spark reads every
 * value as it was written. The same tables each time, so that what fails is what changed: {@code
 * -Dpropolis.random.seed} makes others, {@code -Dpropolis.random.tables} more of each format.
 */
@ExtendWith(Engines.class)
class RandomTablesTest {
  /** Its second table of delimited text has a cell that is one quote. */
  private static final long FIXED_SEED = -1_689_407_148;

  private static final long SEED = Long.getLong("propolis.random.seed", FIXED_SEED);
  private static final int TABLES = Integer.getInteger("propolis.random.tables", 8);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @TempDir static Path folder;

  private static final Map<Format, List<RandomTable>> WRITTEN = new HashMap<>();
  private static SparkEngine spark;
  private static Scratch db;

  @BeforeAll
  static void writeAndCrawl(Metastore metastore, SparkEngine sparkEngine) throws Exception {
    spark = sparkEngine;
    db = Scratch.database("random");
    for (var format : Format.values()) {
      var tables = new ArrayList<RandomTable>();
      for (int i = 0; i < TABLES; i++) {
        var table = RandomTable.of(format, format.prefix() + "_" + i, SEED + i);
        table.write(folder.resolve("lake").resolve(table.name()));
        tables.add(table);
      }
      WRITTEN.put(format, tables);
    }
    var crawler =
        Files.writeString(
            folder.resolve("crawler.yaml"),
            "Name: %s\nDatabaseName: %s\nTargets: {S3Targets: [{Path: lake/}]}\n"
                .formatted(db, db));
    CrawlCommand.run(crawler, metastore.thriftUri());
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyValueIsReadAsItWasWritten(Format format) throws Exception {
    var found = read(WRITTEN.get(format));
    var differences = new ArrayList<String>();
    for (var table : WRITTEN.get(format)) {
      Comparison.of(table, found.getOrDefault(table.name(), Map.of())).stream()
          .limit(5)
          .forEach(difference -> differences.add(table.name() + " " + difference));
    }
    assertThat(differences)
        .as("-Dpropolis.random.seed=%d, schemas: %s", SEED, described(format))
        .isEmpty();
  }

  /** Rows by table and number, each as Spark's JSON, in one query. */
  private static Map<String, Map<Integer, JsonNode>> read(List<RandomTable> tables)
      throws Exception {
    var query =
        tables.stream()
            .map(
                table ->
                    "SELECT '%s', %s, to_json(struct(*), map('ignoreNullFields', 'false', 'timestampFormat', '%s')) FROM %s.%s"
                        .formatted(
                            table.name(),
                            RandomTable.ROW_ID,
                            Comparison.TIMESTAMP_PATTERN,
                            db,
                            table.name()))
            .collect(Collectors.joining(" UNION ALL "));
    var found = new HashMap<String, Map<Integer, JsonNode>>();
    for (var row : spark.query(query)) {
      var parts = row.split("\\|", 3);
      found
          .computeIfAbsent(parts[0], name -> new HashMap<>())
          .put(Integer.parseInt(parts[1]), JSON.readTree(parts[2]));
    }
    return found;
  }

  private static String described(Format format) {
    return WRITTEN.get(format).stream()
        .map(table -> "\n%s %s".formatted(table.name(), table.columns()))
        .collect(Collectors.joining());
  }
}
