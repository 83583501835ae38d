package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.propolis.crawlers.formats.Compression;
import io.propolis.crawlers.formats.FormatReader;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;

/** Random schemas, written by each format's own library and found again. */
class FormatProperties {
  private static final List<Primitive> DECLARED =
      List.of(
          Primitive.BOOLEAN,
          Primitive.INT,
          Primitive.BIGINT,
          Primitive.FLOAT,
          Primitive.DOUBLE,
          Primitive.STRING,
          Primitive.BINARY,
          Primitive.DATE);

  /** Types that text shows by itself. */
  private static final List<Primitive> SHOWN =
      List.of(
          Primitive.BOOLEAN,
          Primitive.INT,
          Primitive.BIGINT,
          Primitive.DOUBLE,
          Primitive.STRING,
          Primitive.DATE,
          Primitive.TIMESTAMP);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static Lake lake;
  private static Path folder;
  private static int files;

  @BeforeContainer
  static void open() throws IOException {
    lake = Lakes.open(S3Settings.DEFAULT);
    folder = Files.createTempDirectory("formats");
  }

  @AfterContainer
  static void close() throws IOException {
    lake.close();
    try (var all = Files.walk(folder)) {
      for (var file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path next(String suffix) {
    return folder.resolve("f" + files++ + suffix);
  }

  private static List<Field> found(Path file) throws IOException {
    var location = "file:" + file;
    var read = new FormatReader(lake).read(new FileEntry(location, Files.size(file), 0, null));
    return MergedSchema.of(List.of(new MergedSchema.Part(location, read))).columns();
  }

  private static String described(List<Field> fields) {
    return fields.stream()
        .map(f -> f.name() + " " + f.type().hive())
        .collect(Collectors.joining(", "));
  }

  private static Arbitrary<List<Field>> fields(Arbitrary<HiveType> types, int most) {
    return types
        .list()
        .ofMinSize(1)
        .ofMaxSize(most)
        .map(
            list -> {
              var fields = new ArrayList<Field>();
              for (int i = 0; i < list.size(); i++) {
                fields.add(new Field("c" + i, list.get(i)));
              }
              return List.copyOf(fields);
            });
  }

  private static Arbitrary<HiveType> nested(Arbitrary<HiveType> leaves, int depth) {
    if (depth == 0) {
      return leaves;
    }
    var inner = nested(leaves, depth - 1);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, leaves),
        net.jqwik.api.Tuple.of(1, inner.map(Array::new)),
        net.jqwik.api.Tuple.of(1, fields(inner, 3).map(Struct::new)));
  }

  @Provide
  Arbitrary<List<Field>> declared() {
    Arbitrary<HiveType> decimals =
        Arbitraries.integers()
            .between(1, 38)
            .flatMap(
                p -> Arbitraries.integers().between(0, p).map(s -> (HiveType) new Decimal(p, s)));
    var leaves = Arbitraries.oneOf(Arbitraries.of(DECLARED).map(p -> (HiveType) p), decimals);
    var withMaps =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, nested(leaves, 2)),
            net.jqwik.api.Tuple.of(
                1, nested(leaves, 1).map(v -> (HiveType) new MapOf(Primitive.STRING, v))));
    return fields(withMaps, 6);
  }

  @Provide
  Arbitrary<List<Field>> trees() {
    return fields(nested(Arbitraries.of(SHOWN).map(p -> (HiveType) p), 2), 6);
  }

  @Provide
  Arbitrary<List<Field>> flat() {
    return fields(Arbitraries.of(SHOWN).map(p -> (HiveType) p), 8).filter(f -> f.size() > 1);
  }

  @Property(tries = 60)
  void orcDeclaresItsTypes(@ForAll("declared") List<Field> fields) throws Exception {
    var file = SampleFiles.orc(next(".orc"), new Struct(fields).hive(), 1);
    assertThat(described(found(file))).isEqualTo(described(fields));
  }

  @Property(tries = 60)
  void avroDeclaresItsTypes(@ForAll("declared") List<Field> fields) throws Exception {
    var file = SampleFiles.avro(next(".avro"), WrittenSchemas.avro(fields), List.of());
    assertThat(described(found(file))).isEqualTo(described(fields));
  }

  @Property(tries = 60)
  void parquetDeclaresItsTypes(@ForAll("declared") List<Field> fields) throws Exception {
    var file =
        SampleFiles.parquet(next(".parquet"), WrittenSchemas.parquet(fields), 0, (g, i) -> {});
    assertThat(described(found(file))).isEqualTo(described(fields));
  }

  @Property(tries = 60)
  void jsonShowsItsTypes(
      @ForAll("trees") List<Field> fields, @ForAll Compression compression, @ForAll long seed)
      throws Exception {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      text.append(value(new Struct(fields), random)).append('\n');
    }
    assertThat(described(found(packed(".json", compression, text)))).isEqualTo(described(fields));
  }

  @Property(tries = 30)
  void ionShowsItsTypes(@ForAll("trees") List<Field> fields, @ForAll long seed) throws Exception {
    var file = next(".ion");
    Files.write(file, WrittenSchemas.ion(value(new Struct(fields), new Random(seed))));
    // JSON's texts have no types in Ion: what is a date there is a text here.
    var found = described(found(file));
    assertThat(found).isEqualTo(described(fields));
  }

  @Property(tries = 60)
  void delimitedTextShowsItsTypes(
      @ForAll("flat") List<Field> fields, @ForAll Compression compression, @ForAll long seed)
      throws Exception {
    var random = new Random(seed);
    char delimiter = ",;|\t".charAt(random.nextInt(4));
    var out = new StringWriter();
    try (var csv =
        CSVFormat.Builder.create()
            .setDelimiter(delimiter)
            .setQuoteMode(random.nextBoolean() ? QuoteMode.ALL : QuoteMode.MINIMAL)
            .setRecordSeparator('\n')
            .get()
            .print(out)) {
      csv.printRecord(fields.stream().map(Field::name).toList());
      for (int i = 0; i < 5; i++) {
        var row = new ArrayList<String>();
        for (var field : fields) {
          row.add(value(field.type(), random).asText());
        }
        csv.printRecord(row);
      }
    }
    assertThat(described(found(packed(".csv", compression, out.getBuffer()))))
        .isEqualTo(described(fields));
  }

  private static Path packed(String suffix, Compression compression, CharSequence text)
      throws IOException {
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Files.write(next(suffix), PackedFiles.pack(compression, bytes));
  }

  /** A value that no narrower type than the field's holds. */
  private static JsonNode value(HiveType type, Random random) {
    if (type instanceof Struct struct) {
      var node = NODES.objectNode();
      struct.fields().forEach(f -> node.set(f.name(), value(f.type(), random)));
      return node;
    }
    if (type instanceof Array array) {
      return NODES.arrayNode().add(value(array.element(), random));
    }
    return switch ((Primitive) type) {
      case BOOLEAN -> NODES.booleanNode(random.nextBoolean());
      case INT -> NODES.numberNode(random.nextInt());
      case BIGINT -> NODES.numberNode((1L << 33) + random.nextInt(1000));
      case DOUBLE ->
          NODES.numberNode(BigDecimal.valueOf(random.nextInt(100_000) * 10L + 5, 3).doubleValue());
      case STRING -> NODES.textNode("text, \"" + random.nextInt(1000) + "\" ü;|x");
      case DATE ->
          NODES.textNode("20%02d-0%d-11".formatted(random.nextInt(90), 1 + random.nextInt(9)));
      case TIMESTAMP ->
          NODES.textNode(
              "2024-0%d-02 10:%02d:12".formatted(1 + random.nextInt(9), random.nextInt(60)));
      default -> throw new IllegalArgumentException(type.hive());
    };
  }
}
