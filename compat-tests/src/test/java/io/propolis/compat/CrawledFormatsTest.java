package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.airlift.compress.snappy.SnappyHadoopStreams;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlEngine;
import io.propolis.compat.harness.TrinoEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Packed files, logs and rarer formats as the crawler registers them: the engines that
 * docs/crawlers.md names for each read every row of them.
 */
@ExtendWith(Engines.class)
class CrawledFormatsTest {
  private static final String CSV = "id,name\n1,Ann\n2,Bob\n3,Cid\n";
  private static final String JSON = "{\"id\":1,\"v\":1.5}\n{\"id\":2}\n{\"id\":3,\"v\":2.5}\n";

  @TempDir static Path folder;

  private static SparkEngine spark;
  private static TrinoEngine trino;
  private static Scratch db;
  private static Set<String> codecs = Set.of();

  /** Packs what is written to it. */
  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static final Map<String, Packer> PACKERS =
      Map.of(
          "gz", GZIPOutputStream::new,
          "bz2", BZip2CompressorOutputStream::new,
          "zst", ZstdOutputStream::new,
          "snappy", out -> new SnappyHadoopStreams().createOutputStream(out),
          "lz4", out -> new Lz4HadoopStreams().createOutputStream(out));

  @BeforeAll
  static void crawl(Metastore metastore, SparkEngine sparkEngine, TrinoEngine trinoEngine)
      throws Exception {
    spark = sparkEngine;
    trino = trinoEngine;
    for (var packer : PACKERS.entrySet()) {
      var suffix = packer.getKey();
      pack("csv_" + suffix + "/a.csv." + suffix, CSV, packer.getValue());
      pack("json_" + suffix + "/a.json." + suffix, JSON, packer.getValue());
    }
    logs();
    texts();
    trees();
    codecs = CodecFiles.write(folder.resolve("lake"));
    db = Scratch.database("formats");
    var crawler =
        Files.writeString(
            folder.resolve("crawler.yaml"),
            "Name: %s\nDatabaseName: %s\nTargets: {S3Targets: [{Path: lake/}]}\n"
                .formatted(db, db));
    CrawlCommand.run(crawler, metastore.thriftUri());
  }

  private static void logs() throws IOException {
    put(
        "apache/access.log",
        "10.0.0.1 - ann [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 2326\n"
            + "10.0.0.2 - - [10/Oct/2000:13:55:37 -0700] \"GET /b HTTP/1.0\" 404 -\n");
    pack(
        "combined/access.log.gz",
        "10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 200 7 \"-\" \"curl \\\"8\\\"\"\n",
        GZIPOutputStream::new);
    put(
        "syslog/messages",
        "Nov 29 10:00:00 web1 sshd[4711]: Accepted key\nNov 29 10:00:01 web1 su: no\n");
    put(
        "squid/access.log",
        "1286536308.779    180 192.168.0.224 TCP_MISS/200 411 GET http://example.com/ - DIRECT/93.184.216.34 text/html\n");
    put("redis/redis.log", "1234:M 28 Nov 2026 10:00:00.123 * Ready\n");
    put("ruby/production.log", "I, [2024-01-02T10:11:12.123456 #1234]  INFO -- : Started\n");
  }

  private static void texts() throws IOException {
    put("remarks/a.csv", "# by hand\n# on Monday\n" + CSV);
    put("title/a.csv", "Sales of January\n\n" + CSV);
    put("born/a.csv", "id,at\n1,31/12/2023 10:00:00\n2,01/02/2024 11:30:00\n");
    put("caret/a.dat", "id^name\n1^Ann\n2^Bob\n3^Cid\n");
    Files.createDirectories(folder.resolve("lake/latin"));
    Files.write(
        folder.resolve("lake/latin/a.csv"),
        "id,ort\n1,Zürich\n2,Bern\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectories(folder.resolve("lake/wide"));
    Files.write(
        folder.resolve("lake/wide/a.csv"),
        "\uFEFFid,ort\n1,Zürich\n2,Bern\n".getBytes(StandardCharsets.UTF_16LE));
    put("array/a.json", "[\n {\"id\": 1, \"v\": 1.5},\n {\"id\": 2}\n]\n");
    put("document/a.json", "{\n \"id\": 1,\n \"v\": {\"x\": [1, 2]}\n}\n");
    put(
        "trail/a.json",
        "{\"Records\":[{\"eventVersion\":\"1\",\"eventTime\":\"2024-01-02T10:11:12Z\",\"eventName\":\"Get\"},"
            + "{\"eventVersion\":\"1\",\"eventTime\":\"2024-01-02T10:11:13Z\",\"eventName\":\"Put\"}]}\n");
  }

  private static void trees() throws IOException {
    put(
        "books/a.xml",
        """
        <?xml version="1.0"?>
        <books>
          <book id="1"><title>A</title><price>9.5</price><tag>x</tag><tag>y</tag></book>
          <book id="2"><title>B</title><price>8</price><tag>z</tag></book>
        </books>
        """);
    dump(
        "people/people.bson",
        "{_id: 1, Name: 'Ann', address: {town: 'Bern', zip: '03001'}, tags: ['a', 'b'], paid: 2.5}",
        "{_id: 2, Name: 'Bob', paid: 10.25}");
    put("ions/a.ion", "{id: 1, name: \"Ann\", price: 2.50}\n{id: 2, price: 10.125}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "csv_gz",
    "json_gz",
    "csv_bz2",
    "json_bz2",
    "csv_zst",
    "json_zst",
    "csv_snappy",
    "json_snappy",
    "csv_lz4",
    "json_lz4"
  })
  void packedFilesAreReadWhole(String table) {
    both("SELECT count(*), sum(id) FROM {db}." + table, "3|6");
  }

  /** Formats that pack their own pages, in each way that their libraries know. */
  @Test
  void everyCodecOfBinaryFormatsIsRead() {
    assertThat(codecs).hasSize(15);
    codecs(spark, codecs);
    codecs(trino, codecs.stream().filter(t -> !t.equals("parquet_lz4_raw")).toList());
    assertThatThrownBy(() -> codecs(trino, List.of("parquet_lz4_raw")))
        .hasStackTraceContaining("Codec not supported in Parquet: LZ4_RAW");
  }

  private static void codecs(SqlEngine engine, Collection<String> tables) {
    var query =
        tables.stream()
            .map(t -> "SELECT '%s', count(*), sum(id), max(name) FROM {db}.%s".formatted(t, t))
            .collect(Collectors.joining(" UNION ALL "));
    var rows =
        tables.stream()
            .map(t -> "%s|%d|%d|name of 9".formatted(t, CodecFiles.ROWS, CodecFiles.SUM))
            .toArray(String[]::new);
    only(engine, "SELECT * FROM (" + query + ") t ORDER BY 1", rows);
  }

  @Test
  void fieldsOfApacheLogsAreColumns() {
    both(
        "SELECT clientip, auth, verb, request, response, bytes FROM {db}.apache ORDER BY clientip",
        "10.0.0.1|ann|GET|/a|200|2326",
        "10.0.0.2|-|GET|/b|404|null");
    both("SELECT clientip, agent FROM {db}.combined", "10.0.0.1|curl \\\"8\\\"");
  }

  @Test
  void fieldsOfOtherLogsAreColumns() {
    both(
        "SELECT host, program, pid, message FROM {db}.syslog ORDER BY program",
        "web1|sshd|4711|Accepted key",
        "web1|su|null|no");
    both("SELECT client_address, status_code, duration FROM {db}.squid", "192.168.0.224|200|180");
    both("SELECT pid, level, message FROM {db}.redis", "1234|*|Ready");
    both("SELECT loglevel, message FROM {db}.ruby", "INFO|Started");
  }

  @Test
  void linesInFrontOfRowsArePassedOver() {
    both("SELECT count(*), sum(id) FROM {db}.remarks", "3|6");
    only(trino, "SELECT count(*), sum(id) FROM {db}.title", "3|6");
    both("SELECT count(*), sum(id) FROM {db}.caret", "3|6");
  }

  @Test
  void timesAsPeopleWriteThemAreRead() {
    both(
        "SELECT id, at FROM {db}.born ORDER BY id",
        "1|2023-12-31 10:00:00",
        "2|2024-02-01 11:30:00");
  }

  @Test
  void otherEncodingsAreReadBySpark() {
    only(spark, "SELECT * FROM {db}.latin ORDER BY id", "1|Zürich", "2|Bern");
    only(spark, "SELECT * FROM {db}.wide ORDER BY id", "1|Zürich", "2|Bern");
    only(trino, "SELECT count(*), sum(id) FROM {db}.latin", "2|3");
  }

  @Test
  void jsonThatIsNoLinesIsReadBySpark() {
    only(spark, "SELECT count(*), sum(id), sum(v) FROM {db}.array", "2|3|1.5");
    only(spark, "SELECT id, v.x[1] FROM {db}.document", "1|2");
    only(spark, "SELECT records[1].eventName FROM {db}.trail", "Put");
    only(trino, "SELECT cardinality(records) FROM {db}.trail", "2");
  }

  @Test
  void xmlIsReadBySparkAndRefusedByTrino() {
    only(
        spark,
        "SELECT _id, title, price, size(tag) FROM {db}.books ORDER BY _id",
        "1|A|9.5|2",
        "2|B|8.0|1");
    assertThatThrownBy(() -> trino.query("SELECT * FROM hive.%s.books".formatted(db)))
        .hasMessageContaining("xml");
  }

  /** mongo-hadoop has a SerDe for it, which needs a Hive older than 2.3 on Hadoop 2. */
  @Test
  void bsonIsRefusedRatherThanReadAsSomethingElse() {
    assertThatThrownBy(() -> trino.query("SELECT * FROM hive.%s.people".formatted(db)))
        .hasMessageContaining("com.mongodb.hadoop");
    assertThatThrownBy(() -> spark.query("SELECT * FROM %s.people".formatted(db)))
        .hasMessageContaining("com.mongodb.hadoop");
  }

  @Test
  void ionIsRefusedRatherThanReadAsSomethingElse() {
    assertThatThrownBy(() -> trino.query("SELECT * FROM hive.%s.ions".formatted(db)))
        .hasMessageContaining("com.amazon.ionhiveserde");
    assertThatThrownBy(() -> spark.query("SELECT * FROM %s.ions".formatted(db)))
        .hasMessageContaining("com.amazon.ionhiveserde");
  }

  private static void both(String sql, String... rows) {
    only(spark, sql, rows);
    only(trino, sql, rows);
  }

  private static void only(SqlEngine engine, String sql, String... rows) {
    var name = engine == trino ? "hive." + db : db.toString();
    assertThat(engine.query(sql.replace("{db}", name)))
        .as(engine.getClass().getSimpleName())
        .map(row -> row.replaceAll("(:\\d\\d)\\.000(?=\\||$)", "$1"))
        .containsExactly(rows);
  }

  private static void put(String file, String text) throws IOException {
    var path = folder.resolve("lake").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Documents one after the other, as mongodump writes them. */
  private static void dump(String file, String... documents) throws IOException {
    var path = folder.resolve("lake").resolve(file);
    Files.createDirectories(path.getParent());
    try (var out = new BasicOutputBuffer()) {
      for (var document : documents) {
        try (var writer = new BsonBinaryWriter(out)) {
          new BsonDocumentCodec()
              .encode(writer, BsonDocument.parse(document), EncoderContext.builder().build());
        }
      }
      Files.write(path, out.toByteArray());
    }
  }

  private static void pack(String file, String text, Packer packer) throws IOException {
    var path = folder.resolve("lake").resolve(file);
    Files.createDirectories(path.getParent());
    try (var out = packer.over(Files.newOutputStream(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
