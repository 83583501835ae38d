package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.formats.Compression;
import io.propolis.crawlers.formats.FormatReader;
import io.propolis.crawlers.formats.UnreadableFileException;
import io.propolis.files.FileEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.orc.OrcProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files that would cost a careless reader its memory or its time. Each is named with a reason, and
 * the file beside it is crawled.
 */
class HostileFilesTest extends CrawledLake {
  /** What reading one file may allocate: the sample, its text, and what is made of them. */
  private static final long MOST_ALLOCATED = 400L << 20;

  private static final Duration MOST_TIME = Duration.ofSeconds(20);

  @BeforeEach
  void open() throws Exception {
    SampleFiles.text(root.resolve("t/good.json"), "{\"id\":1}\n");
  }

  /** Crawls, and gives what was said about the file. */
  private String problemOf(Path file) {
    read(file);
    var problems = catalog.crawl(root.toString()).plan().problems();
    assertThat(CatalogFixture.types(catalog.table("t").layout().columns()))
        .as("the rest of the crawl is whole")
        .containsEntry("id", "int");
    return problems.stream()
        .filter(p -> p.location().endsWith("/" + file.getFileName()))
        .map(p -> p.reason())
        .reduce("", (a, b) -> a + b);
  }

  /** Reads the file in this thread, within bounds. */
  private void read(Path file) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long begun = System.nanoTime();
    try {
      new FormatReader(lake).read(new FileEntry("file:" + file, Files.size(file), 0, null));
    } catch (UnreadableFileException | CatalogException e) {
      // Said again by the crawl.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
        .as("bytes allocated")
        .isLessThan(MOST_ALLOCATED);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(MOST_TIME);
  }

  @Test
  void aTwoGigabyteJsonOnOneLine() throws Exception {
    var file = root.resolve("t/huge.json");
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write("{\"id\":1,\"text\":\"".getBytes(StandardCharsets.US_ASCII));
      var piece = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 12; i++) {
        out.write(piece);
      }
      // The rest is a hole, which takes no disk.
      out.setLength(2L << 30);
    }

    assertThat(problemOf(file)).contains("its first row is JSON and does not end within 10 MiB");
  }

  @Test
  void aTwoGigabyteArrayOnOneLineIsReadByItsFirstRows() throws Exception {
    var file = root.resolve("big/huge.json");
    Files.createDirectories(file.getParent());
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write("[".getBytes(StandardCharsets.US_ASCII));
      out.write("{\"id\":1,\"name\":\"x\"},".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
      out.setLength(2L << 30);
    }

    problemOf(file);

    assertThat(CatalogFixture.types(catalog.table("big").layout().columns()))
        .containsEntry("name", "string");
  }

  @Test
  void aDocumentOfFiveMegabytesIsReadWhole() throws Exception {
    var file = root.resolve("doc/a.json");
    SampleFiles.text(
        file,
        "{\n \"rows\": [\n" + "  {\"id\": 1},\n".repeat(400_000) + "  {\"last\": true}\n ]\n}\n");

    problemOf(file);

    assertThat(CatalogFixture.types(catalog.table("doc").layout().columns()))
        .containsEntry("rows", "array<struct<id:int,last:boolean>>");
  }

  @Test
  void aZipBomb() throws Exception {
    var file = root.resolve("t/bomb.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.csv"));
      zeros(zip, 1L << 30);
      zip.putNextEntry(new ZipEntry("b.csv"));
      zip.closeEntry();
    }

    assertThat(problemOf(file)).contains("it is binary and of no known format");
  }

  @Test
  void aGzipBombOfOneLine() throws Exception {
    var file = root.resolve("t/bomb.json.gz");
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write("{\"text\":\"".getBytes(StandardCharsets.US_ASCII));
      var piece = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 1024; i++) {
        gzip.write(piece);
      }
    }

    assertThat(problemOf(file)).contains("its first row is JSON and does not end within 10 MiB");
  }

  @Test
  void aFileThatUnpacksToNothingForEver() throws Exception {
    var file = root.resolve("t/empty.json.gz");
    var nothing = PackedFiles.pack(Compression.GZIP, new byte[0]);
    var many = new byte[nothing.length * 50_000];
    for (int i = 0; i < 50_000; i++) {
      System.arraycopy(nothing, 0, many, i * nothing.length, nothing.length);
    }
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < 50; i++) {
        out.write(many);
      }
    }

    assertThat(problemOf(file)).contains("unpack to less than a sample");
  }

  @Test
  void aBlockThatSaysItIsLarge() throws Exception {
    var file = root.resolve("t/lie.json.snappy");
    var block =
        PackedFiles.pack(
            Compression.SNAPPY_HADOOP,
            "{\"id\":1,\"x\":\"yyyyyyyyyyyyyyyyyyyyyyyyyy\"}\n"
                .getBytes(StandardCharsets.US_ASCII));
    var lie = java.util.Arrays.copyOf(block, block.length + 8);
    java.nio.ByteBuffer.wrap(lie, block.length, 8)
        .putInt(Integer.MAX_VALUE)
        .putInt(Integer.MAX_VALUE);
    SampleFiles.bytes(file, lie);

    assertThat(problemOf(file))
        .contains("Hadoop's snappy blocks data is damaged", "a block of 2147483647 bytes");
  }

  @Test
  void aStreamThatIsCutOff() throws Exception {
    for (var compression : Compression.values()) {
      if (compression != Compression.NONE) {
        var file = root.resolve("t/cut." + compression);
        var packed =
            PackedFiles.pack(
                compression,
                "{\"id\":1,\"text\":\"abcdefghijklmnopqrstuvwxyz 0123456789\"}\n"
                    .repeat(5)
                    .getBytes(StandardCharsets.US_ASCII));
        SampleFiles.bytes(file, java.util.Arrays.copyOf(packed, packed.length * 2 / 3));

        assertThat(problemOf(file))
            .as(compression.name())
            .containsAnyOf("damaged or cut off", "binary and of no known format")
            .doesNotContain("null");
        Files.delete(file);
      }
    }
  }

  @Test
  void aParquetThatIsHtml() throws Exception {
    var file = SampleFiles.text(root.resolve("t/page.parquet"), "<!DOCTYPE html>\n<html></html>\n");

    assertThat(problemOf(file)).contains("it is HTML");
  }

  @Test
  void aCsvOfAHundredThousandColumns() throws Exception {
    var line = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      line.append(i == 0 ? "" : ",").append("column_").append(i);
    }
    var file =
        SampleFiles.text(root.resolve("t/wide.csv"), line + "\n" + "1,".repeat(99_999) + "1\n");

    assertThat(problemOf(file)).contains("100,000 columns, more than 10,000");
  }

  @Test
  void manyWideFilesAreSampledAsFarAsMemoryIsGivenToThem() throws Exception {
    var names = new StringBuilder();
    for (int i = 0; i < 9000; i++) {
      names.append(i == 0 ? "" : ",").append("c").append(i);
    }
    var text = names + "\n" + "1,".repeat(8999) + "1\n";
    for (int file = 0; file < 60; file++) {
      SampleFiles.text(root.resolve("wide/" + file + ".csv"), text);
    }

    var problems = catalog.crawl(root.toString()).plan().problems();

    assertThat(problems)
        .anySatisfy(p -> assertThat(p.reason()).contains("left out of the samples"));
    assertThat(catalog.table("wide").layout().columns()).hasSize(9000);
  }

  @Test
  void aPatternThatWouldTakeForEver() throws Exception {
    var file = SampleFiles.text(root.resolve("t/a.log"), "a".repeat(4000) + "b\n");
    var grok =
        io.propolis.crawlers.definition.StoredCrawlers.classifier(
            """
            {"GrokClassifier":{"Name":"g","Classification":"g","GrokPattern":"(?:(?:a+)+)+c%{WORD:w}"}}""");

    var begun = System.nanoTime();
    try {
      new FormatReader(lake, List.of(grok))
          .read(new FileEntry("file:" + file, Files.size(file), 0, null));
    } catch (UnreadableFileException e) {
      assertThat(e).hasMessageContaining("text");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(MOST_TIME);
  }

  @Test
  void entitiesOfXmlThatGrow() throws Exception {
    var file =
        SampleFiles.text(
            root.resolve("t/bomb.xml"),
            """
            <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
            <r><row><x>&d;</x></row><row><x>1</x></row></r>
            """);

    problemOf(file);
  }

  @Test
  void jsonThatIsDeeperThanAnyStack() throws Exception {
    var file =
        SampleFiles.text(
            root.resolve("t/deep.json"), "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000));

    assertThat(problemOf(file))
        .contains("Document nesting depth (1001) exceeds the maximum allowed (1000)")
        .doesNotContain("StreamReadConstraints");
  }

  @Test
  void anAvroHeaderThatClaimsTwoGigabytes() throws Exception {
    var head = new ByteArrayOutputStream();
    head.write("Obj".getBytes(StandardCharsets.US_ASCII));
    head.write(1);
    head.write(2);
    head.write(2 * "avro.schema".length());
    head.write("avro.schema".getBytes(StandardCharsets.US_ASCII));
    varint(head, 2L * 2_000_000_000);
    var file = SampleFiles.bytes(root.resolve("t/a.avro"), head.toByteArray());

    assertThat(problemOf(file)).contains("Avro header is damaged", "2,000,000,000 bytes");
  }

  @Test
  void aParquetFooterThatClaimsMillionsOfColumns() throws Exception {
    var footer = new ByteArrayOutputStream();
    // Field 1, a number; field 2, a list of structures.
    footer.write(new byte[] {0x15, 0x02, 0x19, (byte) 0xFC});
    varint(footer, 90_000_000);
    var bytes = new ByteArrayOutputStream();
    bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    bytes.write(footer.toByteArray());
    bytes.write(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.size()).array());
    bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    var file = SampleFiles.bytes(root.resolve("t/a.parquet"), bytes.toByteArray());

    assertThat(problemOf(file))
        .contains("Parquet footer is damaged", "90,000,000 elements, more than 100,000");
  }

  @Test
  void anOrcFooterThatUnpacksToMillionsOfTypes() throws Exception {
    var types = new byte[200 << 10];
    for (int i = 0; i < types.length; i += 2) {
      types[i] = 0x22;
    }
    var deflater = new Deflater(9, true);
    deflater.setInput(types);
    deflater.finish();
    var packed = new byte[8 << 10];
    int length = deflater.deflate(packed);
    deflater.end();
    var footer = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) {
      footer.write(new byte[] {(byte) (length << 1), (byte) (length >> 7), (byte) (length >> 15)});
      footer.write(packed, 0, length);
    }
    var postScript =
        OrcProto.PostScript.newBuilder()
            .setFooterLength(footer.size())
            .setCompression(OrcProto.CompressionKind.ZLIB)
            .setCompressionBlockSize(256 << 10)
            .setMagic("ORC")
            .build()
            .toByteArray();
    var bytes = new ByteArrayOutputStream();
    bytes.write("ORC".getBytes(StandardCharsets.US_ASCII));
    bytes.write(footer.toByteArray());
    bytes.write(postScript);
    bytes.write(postScript.length);
    var file = SampleFiles.bytes(root.resolve("t/a.orc"), bytes.toByteArray());

    assertThat(problemOf(file)).contains("ORC footer is damaged", "unpacks to more than 4 MiB");
  }

  @Test
  void filesThatCarryTheirSchemaAndAreCutOffAnywhere() throws Exception {
    var whole = folder.resolve("whole");
    var written =
        List.of(
            SampleFiles.parquet(
                whole.resolve("a.parquet"),
                "message m { required int64 id; optional binary name (STRING); }",
                100,
                (group, i) -> group.append("id", (long) i)),
            SampleFiles.orc(whole.resolve("a.orc"), "struct<id:bigint,name:string>", 100),
            SampleFiles.avro(
                whole.resolve("a.avro"),
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}",
                List.of()));
    for (var path : written) {
      var bytes = Files.readAllBytes(path);
      for (int length = 1; length < bytes.length; length += 1 + bytes.length / 40) {
        var cut = root.resolve("cut/" + path.getFileName());
        SampleFiles.bytes(cut, java.util.Arrays.copyOf(bytes, length));
        read(cut);
      }
    }
    assertThat(problemOf(root.resolve("cut/a.parquet"))).contains("cut off");
    assertThat(problemOf(root.resolve("cut/a.orc"))).contains("cut off");
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    for (; left >= 0x80; left >>>= 7) {
      out.write((int) (left & 0x7F) | 0x80);
    }
    out.write((int) left);
  }

  private static void zeros(OutputStream out, long count) throws IOException {
    var piece = new byte[1 << 20];
    for (long written = 0; written < count; written += piece.length) {
      out.write(piece);
    }
  }
}
