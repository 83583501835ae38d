package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlEngine;
import io.propolis.compat.harness.TrinoEngine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the packaged {@code crawl} command registers, Spark and Trino read alike: the demo's lake
 * for all formats, small lakes for what it does not hold.
 */
@ExtendWith(Engines.class)
class CrawledLakeTest {

  private static final Path ROOT =
      Path.of(System.getProperty("propolis.root", "..")).toAbsolutePath().normalize();
  private static final Path DEMO = ROOT.resolve("demo");
  private static final Path DEMO_CRAWLER = DEMO.resolve("crawler.yaml");

  private static URI metastore;
  private static SparkEngine spark;
  private static TrinoEngine trino;

  @TempDir Path folder;

  @BeforeAll
  static void crawlTheDemo(
      Metastore metastoreUnderTest, SparkEngine sparkEngine, TrinoEngine trinoEngine)
      throws Exception {
    metastore = metastoreUnderTest.thriftUri();
    spark = sparkEngine;
    trino = trinoEngine;
    crawl(DEMO_CRAWLER);
  }

  @ParameterizedTest
  @CsvSource({"airports, 1", "county_habitat, 1", "weather_daily, 1", "earthquakes, 0"})
  void allRowsOfTextAreThere(String table, int headerLines) throws Exception {
    long lines = 0;
    try (var files = Files.walk(DEMO.resolve("lake").resolve(table))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        lines += Files.readAllLines(file).size() - headerLines;
      }
    }
    assertBothAnswer("SELECT count(*) FROM {lake}." + table, Long.toString(lines));
  }

  /** The numbers of rows that {@code scripts/lake/build.py} wrote. */
  @ParameterizedTest
  @CsvSource({"flights, 113493", "hourly_normals, 8759", "wildlife_strikes, 10000"})
  void allRowsOfBinaryFormatsAreThere(String table, String rows) {
    assertBothAnswer("SELECT count(*) FROM {lake}." + table, rows);
  }

  @Test
  void quotedCellsKeepTheirCommasAndQuotes() {
    assertBothAnswer(
        "SELECT * FROM {lake}.airports WHERE iata IN ('00M', '35A', 'DBN') ORDER BY iata",
        "00M|Thigpen|Bay Springs|MS|USA|31.95376472|-89.23450472",
        "35A|Union County, Troy Shelton|Union|SC|USA|34.68680111|-81.64121167",
        "DBN|W. H. \"Bud\" Barron|Dublin|GA|USA|32.56445806|-82.98525556");
  }

  @Test
  void whereCellsAreQuotedSparkHasTypesAndTrinoHasText() {
    assertThat(spark.query("DESCRIBE lake.airports")).contains("latitude|double|null");
    assertThat(trino.query("DESCRIBE hive.lake.airports")).contains("latitude|varchar||");
  }

  @Test
  void codesKeepTheirZeros() {
    assertBothAnswer(
        "SELECT * FROM {lake}.county_habitat WHERE county_fips = '01001' ORDER BY partition_0",
        "01001|0.3087|american_bullfrog",
        "01001|0.9832|american_robin",
        "01001|0.9156|common_gartersnake",
        "01001|0.8919|white_tailed_deer");
  }

  @Test
  void cellsOfPlainCsvHaveTheirTypes() {
    assertBothAnswer(
        """
        SELECT location, date, precipitation, temp_min, weather, year, month
        FROM {lake}.weather_daily WHERE date = DATE '2014-02-01' ORDER BY location DESC""",
        "Seattle|2014-02-01|2.0|2.8|rain|2014|02",
        "New York|2014-02-01|0.0|-1.0|sun|2014|02");
  }

  @Test
  void nestedJsonIsReadToTheLastField() {
    assertBothAnswer(
        """
        SELECT properties.mag, properties.place, properties.time, properties.felt, properties.magtype,
               element_at(properties.ids, 1), element_at(geometry.coordinates, 3), day
        FROM {lake}.earthquakes WHERE id = 'pr2018034000'""",
        "2.9|45km SE of Punta Cana, Dominican Republic|1517617317480|null|md|pr2018034000|81.0|03");
    assertBothAnswer(
        "SELECT properties.felt, cardinality(properties.ids) FROM {lake}.earthquakes WHERE id = 'ak18261217'",
        "1|3");
  }

  @Test
  void timestampsOfParquetAndDecimalsOfAvroAreExact() {
    assertBothAnswer(
        """
        SELECT departed_at, arrival_delay, origin, dt FROM {lake}.flights
        WHERE dt = DATE '2001-01-01' AND origin = 'LAS' ORDER BY departed_at LIMIT 1""",
        "2001-01-01 00:01:00|33|LAS|2001-01-01");
    assertBothAnswer(
        "SELECT * FROM {lake}.hourly_normals ORDER BY hour LIMIT 2",
        "2010-01-01 01:00:00|1016.6|4.0|3.8|01",
        "2010-01-01 02:00:00|1016.6|3.9|3.8|01");
  }

  @Test
  void decimalsDatesAndNullsOfOrcAreExact() {
    assertBothAnswer(
        "SELECT max(total_cost), sum(total_cost), count(speed_knots) FROM {lake}.wildlife_strikes",
        "7043545.00|40545276.00|7164");
    assertBothAnswer(
        """
        SELECT flight_date, speed_knots, species, year FROM {lake}.wildlife_strikes
        WHERE airport = 'LIHUE ARPT' AND flight_date = DATE '1995-01-02'""",
        "1995-01-02|null|Unknown bird - medium|1995");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "weather_daily; year = 2014 AND month = '02'; year=2014/month=02",
        "earthquakes; day = '06'; year=2018/month=02/day=06",
        "flights; dt = DATE '2001-01-05'; dt=2001-01-05",
        "wildlife_strikes; year = 1995; year=1995",
        "hourly_normals; month = '07'; month=07",
        "county_habitat; partition_0 = 'american_robin'; partition_0=american_robin"
      })
  void filtersOnPartitionsPruneThem(String table, String filter, String partition) {
    assertThat(
            trino.query(
                "SELECT DISTINCT \"$partition\" FROM hive.lake.%s WHERE %s"
                    .formatted(table, filter)))
        .containsExactly(partition);
    var plan =
        spark.query("EXPLAIN SELECT * FROM lake.%s WHERE %s".formatted(table, filter)).toString();
    assertThat(plan)
        .matches(
            text ->
                text.contains("InMemoryFileIndex(1 paths)") || text.contains("(" + partition + ")"),
            "reads one partition");
  }

  @Test
  void aSecondCrawlWritesNothing() throws Exception {
    long position = lastEvent();

    assertThat(crawl(DEMO_CRAWLER)).contains("Nothing to write");

    assertThat(lastEvent()).isEqualTo(position);
  }

  @Test
  void bothEnginesSeeTheSameNullsAndTextsInCsv() throws Exception {
    put("plain/a.csv", "id,code,at,flag,note\n1,007,2024-01-02 10:11:12,true,Zürich \\ x\n2,,,,\n");
    put("quoted/a.csv", "id,name\n1,\"a, \"\"b\"\"\"\n2,\"C:\\temp\"\n");
    put("ending/a.csv", "id,name,n\n1,\"C:\\temp\\\",7\n2,\"\"\"\",8\n");
    put("escaped/a.csv", "id,name,n\n1,\"the \\\"X\\\"\",7\n2,\"a \\\"b, c\\\", d\",8\n");
    put("marked/a.csv", "id,v,w\n1,\\N,a\n2,5,\\N\n");
    var db = crawlFolder("");

    assertAlike(
        "SELECT * FROM {lake}.plain ORDER BY id",
        db,
        "1|007|2024-01-02 10:11:12|true|Zürich \\ x",
        "2|null|null|null|null");
    assertAlike("SELECT * FROM {lake}.quoted ORDER BY id", db, "1|a, \"b\"", "2|C:\\temp");
    assertAlike("SELECT * FROM {lake}.ending ORDER BY id", db, "1|C:\\temp\\|7", "2|\"|8");
    assertAlike(
        "SELECT * FROM {lake}.escaped ORDER BY id", db, "1|the \"X\"|7", "2|a \"b, c\", d|8");
    assertAlike("SELECT * FROM {lake}.marked ORDER BY id", db, "1|null|a", "2|5|null");
  }

  @Test
  void jsonMayLackKeysAndMayUseNamesThatSqlDoesNotKnow() throws Exception {
    put(
        "events/a.json",
        "{\"id\":1,\"at\":\"2024-01-02T10:11:12Z\",\"m\":{\"x\":{\"y\":1.5}}}\n{\"id\":2,\"m\":{}}\n");
    put("mapped/a.json", "{\"id\":1,\"@type\":\"x\",\"first-name\":\"Ann\"}\n{\"id\":2}\n");
    var db = crawlFolder("");

    assertAlike(
        "SELECT id, at, m.x.y FROM {lake}.events ORDER BY id",
        db,
        "1|2024-01-02 10:11:12|1.5",
        "2|null|null");
    assertAlike("SELECT * FROM {lake}.mapped ORDER BY id", db, "1|x|Ann", "2|null|null");
  }

  @Test
  void whatComesAndGoesInTheLakeComesAndGoesInTheCatalog() throws Exception {
    put("sales/day=2024-01-01/a.csv", "id,amount\n1,2.50\n");
    put("sales/day=__HIVE_DEFAULT_PARTITION__/a.csv", "id,amount\n2,3.50\n");
    put("gone/a.json", "{\"id\":1}\n");
    var policy = "SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}";
    var db = crawlFolder(policy);
    assertAlike("SELECT id, day FROM {lake}.sales ORDER BY id", db, "1|2024-01-01", "2|null");

    put("sales/day=2024-01-02/a.csv", "id,amount\n3,4.50\n");
    put("fresh/a.json", "{\"id\":7}\n");
    Files.delete(folder.resolve("lake/gone/a.json"));
    Files.delete(folder.resolve("lake/sales/day=2024-01-01/a.csv"));
    crawlAgain();

    forget(db);
    assertAlike("SELECT id, day FROM {lake}.sales ORDER BY id", db, "2|null", "3|2024-01-02");
    assertAlike("SELECT id FROM {lake}.fresh", db, "7");
    assertThat(trino.query("SHOW TABLES FROM hive." + db)).containsExactly("fresh", "sales");
    assertThat(spark.query("SHOW PARTITIONS %s.sales".formatted(db)))
        .containsExactlyInAnyOrder("day=2024-01-02", "day=__HIVE_DEFAULT_PARTITION__");
  }

  @Test
  void whatPeopleChangeWithSparkAndTrinoStays() throws Exception {
    put("people/a.json", "{\"id\":1,\"name\":\"Ann\"}\n");
    put("sales/a.csv", "id,amount\n1,2.50\n");
    var db = crawlFolder("");
    // Spark changes no table of a SerDe that it does not have, as Hive's of JSON.
    trino.query("ALTER TABLE hive.%s.people ADD COLUMN note varchar COMMENT 'mine'".formatted(db));
    spark.query("ALTER TABLE %s.sales SET TBLPROPERTIES ('team' = 'sales')".formatted(db));
    trino.query("COMMENT ON COLUMN hive.%s.sales.amount IS 'in francs'".formatted(db));
    trino.query("COMMENT ON TABLE hive.%s.sales IS 'what was sold'".formatted(db));

    put("people/b.json", "{\"id\":2,\"name\":\"Bob\",\"age\":7}\n");
    put("sales/b.csv", "id,amount,day\n2,3.50,2024-01-02\n");
    var told = crawl(folder.resolve("crawler.yaml"));

    assertThat(told).contains("kept: column note is yours, no file has it");
    spark.query("REFRESH TABLE %s.people".formatted(db));
    assertAlike(
        "SELECT id, name, age, note FROM {lake}.people ORDER BY id",
        db,
        "1|Ann|null|null",
        "2|Bob|7|null");
    assertThat(trino.query("DESCRIBE hive.%s.people".formatted(db))).contains("note|varchar||mine");
    assertThat(spark.query("DESCRIBE %s.people".formatted(db))).contains("note|string|mine");
    assertThat(spark.query("SHOW TBLPROPERTIES %s.sales".formatted(db))).contains("team|sales");
    assertThat(trino.query("DESCRIBE hive.%s.sales".formatted(db)))
        .contains("amount|double||in francs", "day|date||");
    assertThat(trino.query("SHOW CREATE TABLE hive.%s.sales".formatted(db)).toString())
        .contains("COMMENT 'what was sold'");
  }

  @Test
  void trinoPlansByWhatFootersSay() {
    var statistics = trino.query("SHOW STATS FOR hive.lake.flights");

    assertThat(statistics).contains("null|null|null|null|113493.0|null|null");
    assertThat(statistics)
        .anySatisfy(row -> assertThat(row).matches("distance_miles\\|.*\\|\\d+\\|\\d{4}"));
    assertThat(
            trino
                .query("EXPLAIN SELECT * FROM hive.lake.flights WHERE distance_miles < 0")
                .toString())
        .contains("rows: 0 ");
  }

  /** What engines wrote elsewhere is registered as it is, and what they commit here is kept. */
  @Test
  void icebergTablesThatWereWrittenElsewhereAreReadAndWrittenOn() throws Exception {
    var elsewhere = Scratch.database("elsewhere");
    var location = "file:" + folder.resolve("lake/orders");
    spark.query("CREATE DATABASE ice." + elsewhere);
    var theirs = "ice.%s.orders".formatted(elsewhere);
    spark.query(
        "CREATE TABLE %s (id BIGINT, amount DECIMAL(9,2), day DATE) USING iceberg PARTITIONED BY (day) LOCATION '%s'"
            .formatted(theirs, location));
    spark.query("INSERT INTO %s VALUES (1, 2.50, DATE '2024-01-02')".formatted(theirs));
    var db = crawlFolder("");
    spark.query("INSERT INTO %s VALUES (2, 3.50, DATE '2024-01-03')".formatted(theirs));

    assertIceberg(db, "1|2.50|2024-01-02");
    crawlAgain();
    spark.query("REFRESH TABLE ice.%s.orders".formatted(db));
    assertIceberg(db, "1|2.50|2024-01-02", "2|3.50|2024-01-03");

    trino.query("INSERT INTO iceberg.%s.orders VALUES (3, 4.50, DATE '2024-01-04')".formatted(db));
    assertThat(crawl(folder.resolve("crawler.yaml"))).contains("Nothing to write");
    spark.query("REFRESH TABLE ice.%s.orders".formatted(db));
    assertIceberg(db, "1|2.50|2024-01-02", "2|3.50|2024-01-03", "3|4.50|2024-01-04");
  }

  private static void assertIceberg(Scratch db, String... rows) {
    Map<String, SqlEngine> engines = Map.of("ice", spark, "iceberg", trino);
    engines.forEach(
        (name, engine) ->
            assertThat(
                    engine.query(
                        "SELECT id, amount, day FROM %s.%s.orders ORDER BY id".formatted(name, db)))
                .as(name)
                .containsExactly(rows));
  }

  private static void assertBothAnswer(String sql, String... rows) {
    assertAlike(sql, new Scratch("lake"), rows);
  }

  private static void assertAlike(String sql, Scratch db, String... rows) {
    Map<String, SqlEngine> engines = Map.of(db.name(), spark, "hive." + db, trino);
    engines.forEach(
        (name, engine) ->
            assertThat(engine.query(sql.replace("{lake}", name)))
                .as(engine.getClass().getSimpleName())
                .map(row -> row.replaceAll("(:\\d\\d)\\.000(?=\\||$)", "$1"))
                .containsExactly(rows));
  }

  /** Spark keeps the files it has listed. */
  private static void forget(Scratch db) {
    spark.query("REFRESH TABLE %s.sales".formatted(db));
  }

  private void put(String file, String text) throws IOException {
    var path = folder.resolve("lake").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Scratch crawlFolder(String policy) throws Exception {
    var db = Scratch.database("crawled");
    Files.writeString(
        folder.resolve("crawler.yaml"),
        """
        Name: %s
        DatabaseName: %s
        Targets: {S3Targets: [{Path: lake/}]}
        %s
        """
            .formatted(db, db, policy));
    crawlAgain();
    return db;
  }

  private void crawlAgain() throws Exception {
    crawl(folder.resolve("crawler.yaml"));
  }

  private static String crawl(Path crawler) throws Exception {
    return CrawlCommand.run(crawler, metastore);
  }

  /**
   * {@code get_current_notificationEventId} in Thrift's binary protocol: the call has no argument,
   * its reply is field 0, a struct with one i64.
   */
  private static long lastEvent() throws IOException {
    var name = "get_current_notificationEventId".getBytes(StandardCharsets.US_ASCII);
    try (var socket = new Socket(metastore.getHost(), metastore.getPort());
        var out = new DataOutputStream(socket.getOutputStream());
        var in = new DataInputStream(socket.getInputStream())) {
      out.writeInt(0x80010001);
      out.writeInt(name.length);
      out.write(name);
      out.writeInt(1);
      out.writeByte(0);
      out.flush();
      assertThat(in.readInt()).as("version and kind of a reply").isEqualTo(0x80010002);
      in.skipNBytes(in.readInt() + Integer.BYTES);
      assertThat(in.readByte()).as("a struct").isEqualTo((byte) 12);
      assertThat(in.readShort()).as("the result").isZero();
      assertThat(in.readByte()).as("an i64").isEqualTo((byte) 10);
      in.skipNBytes(Short.BYTES);
      return in.readLong();
    }
  }
}
