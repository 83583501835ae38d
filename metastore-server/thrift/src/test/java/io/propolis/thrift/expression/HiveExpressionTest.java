package io.propolis.thrift.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.filter.PartitionMatcher;
import io.propolis.catalog.filter.PartitionMatcher.Verdict;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads what Hive's own libraries wrote: the files hive-*.txt are made by WriteCorpus of
 * compat-tests/clients/hive-exec-expressions.
 */
class HiveExpressionTest {
  private static final String NULL = PartitionNames.NULL_VALUE;

  /** Expression, keys with types, values, verdict. */
  private static final String EXPECTED =
      """
      drop: year = 2024 | year int | 2024 | YES
      drop: year = 2024 | year int | 2023 | NO
      drop: year = 2024 | year int | __HIVE_DEFAULT_PARTITION__ | NO
      drop: year = 2024 and city = Zürich | year int, city string | 2024, Zürich & Genève | YES
      drop: year = 2024 and city = Zürich | year int, city string | 2024, Zürich | NO
      drop: year < 2024 | year int | 999 | YES
      drop: year < 2024 | year int | 2024 | NO
      drop: city != a | city string | b | YES
      drop: city != a | city string | a | NO
      drop: city != a | city string | __HIVE_DEFAULT_PARTITION__ | NO
      drop: city is null | city string | __HIVE_DEFAULT_PARTITION__ | YES
      drop: city is null | city string | a | NO
      drop: one key twice | year int | 2022 | YES
      drop: one key twice | year int | 2025 | NO
      year = 2023 | year int | 2023 | YES
      year != 2023 | year int | 2023 | NO
      year <> 2023 | year int | 2022 | YES
      year < 2023 | year int | 2022 | YES
      year <= 2023 | year int | 2023 | YES
      year > 2023 | year int | 2023 | NO
      year >= 2023 | year int | 2023 | YES
      year <=> 2023 | year int | 2023 | YES
      2023 < year | year int | 2024 | YES
      city = x | city string | x | YES
      city = long text | city string | x | NO
      city = empty | city string | x | NO
      city = default | city string | __HIVE_DEFAULT_PARTITION__ | YES
      city is null | city string | __HIVE_DEFAULT_PARTITION__ | YES
      city is not null | city string | a | YES
      city like B% | city string | Berlin | YES
      city like B% | city string | Zürich | NO
      boolean constant | k boolean | true | YES
      boolean constant | k boolean | false | NO
      tinyint constant | k tinyint | -7 | YES
      smallint constant | k smallint | 300 | YES
      int constant | k int | -2147483648 | YES
      bigint constant | k bigint | 9223372036854775807 | YES
      float constant | k float | 1.5 | YES
      double constant | k double | -22500000000 | YES
      string constant | k string | text | YES
      varchar(10) constant | k varchar(10) | var | YES
      char(5) constant | k char(5) | char | YES
      decimal(10,2) constant | k decimal(10,2) | 123.45 | YES
      decimal(10,2) constant | k decimal(10,2) | 123.46 | NO
      decimal(38,10) constant | k decimal(38,10) | 1234567890123456789012345678.0123456789 | YES
      date constant | k date | 2024-02-29 | YES
      date constant | k date | 2024-03-01 | NO
      timestamp constant | k timestamp | 2024-02-29 06:30:00.123456789 | YES
      timestamp constant | k timestamp | 2024-02-29 06:30:00 | NO
      null constant | year int | 2024 | NO
      year in 2022, 2024 | year int | 2024 | YES
      year in 2022, 2024 | year int | 2023 | NO
      not year in 2022, 2024 | year int | 2023 | YES
      not year in 2022, 2024 | year int | __HIVE_DEFAULT_PARTITION__ | NO
      city in a, b | city string | b | YES
      struct in | year int, city string | 2023, b | YES
      struct in | year int, city string | 2023, a | NO
      folded struct in | year int, city string | 2024, a | YES
      folded struct in | year int, city string | 2024, b | NO
      between | year int | 2024 | YES
      between | year int | 2025 | NO
      not between | year int | 2025 | YES
      and | year int, city string | 2024, a | YES
      or of three | year int, city string | 2031, b | YES
      not | city string | b | YES
      nested | year int, city string | 2024, a | NO
      nested | year int, city string | 2024, b | YES
      and null | year int | 2024 | NO
      double(city) = 5 | city string | 5.0 | YES
      double(city) = 5 | city string | x | NO
      bigint(year) > 5 | year int | 10 | YES
      date(city) = date | city string | 2024-02-29 | YES
      decimal(year) = 2024.5 | year int | 2024 | NO
      upper | city string | Zurich | MAYBE
      year = 2024 and upper | year int, city string | 2024, x | MAYBE
      year = 2024 and upper | year int, city string | 2023, x | NO
      concat | city string | a | MAYBE
      two keys | city string, k string | a, a | MAYBE
      outside of the metastore's functions | city string | a | MAYBE
      """;

  private static final TimeZone ZONE = TimeZone.getDefault();

  /** Hive 2.3 writes moments of the client's zone and reads them in the server's. */
  @BeforeAll
  static void readWhereTheFilesWereWritten() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterAll
  static void goHome() {
    TimeZone.setDefault(ZONE);
  }

  static Map<String, byte[]> corpus(String generation) {
    try (var stream = HiveExpressionTest.class.getResourceAsStream("hive-" + generation + ".txt")) {
      var corpus = new LinkedHashMap<String, byte[]>();
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .forEach(line -> corpus.put(line[0], Base64.getDecoder().decode(line[1])));
      return corpus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3", "3.1", "4.0", "4.1"})
  void everyExpressionOfHivesOwnLibraryMeansWhatItMeansThere(String generation) throws Exception {
    var corpus = corpus(generation);
    for (var line : EXPECTED.lines().toList()) {
      var parts = Arrays.stream(line.split("\\|")).map(String::strip).toList();
      var keys = new ArrayList<Column>();
      for (var key : parts.get(1).split(", ")) {
        keys.add(new Column(key.split(" ")[0], key.split(" ")[1]));
      }
      var matcher = PartitionMatcher.compile(HiveExpression.read(corpus.get(parts.get(0))), keys);
      assertThat(matcher.verdict(List.of(parts.get(2).split(", "))))
          .as("Hive %s: %s", generation, line)
          .isEqualTo(Verdict.valueOf(parts.get(3)));
    }
    assertThat(corpus.keySet())
        .allMatch(name -> name.equals("true") || EXPECTED.contains(name + " |"));
  }

  @Test
  void aConditionThatIsAConstantIsRead() throws Exception {
    var matcher =
        PartitionMatcher.compile(
            HiveExpression.read(corpus("4.0").get("true")), List.of(new Column("k", "int")));

    assertThat(matcher.verdict(List.of(NULL))).isEqualTo(Verdict.YES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3", "3.1", "4.0", "4.1"})
  void aClassThatIsNotOnTheListIsNamedAndNeverMade(String generation, @TempDir Path folder)
      throws Exception {
    var original = corpus(generation).get("year = 2023");
    for (var gadget :
        List.of(
            "org.apache.commons.collections.functors.InvokerTransformer",
            "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
            "javax.swing.UIDefaults$ProxyLazyValue",
            "java.util.PriorityQueue",
            "java.lang.ProcessBuilder",
            FileMaker.class.getName())) {
      Target.path = folder.resolve("made");
      for (var replaced :
          List.of(
              "java.util.ArrayList",
              "org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc",
              "org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqual",
              "org.apache.hadoop.io.BooleanWritable")) {
        assertThatThrownBy(() -> HiveExpression.read(withClass(original, replaced, gadget)))
            .isInstanceOf(UnreadableExpressionException.class)
            .hasMessageContaining(gadget);
      }
      assertThat(folder.resolve("made")).doesNotExist();
    }
  }

  static final class Target {
    static Path path = Path.of("unset");

    private Target() {}
  }

  /** As soon as anybody initialises this class, there is a file. */
  static final class FileMaker {
    static {
      try {
        Files.createFile(Target.path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private FileMaker() {}
  }

  private static byte[] withClass(byte[] stream, String from, String to) {
    var old = marked(from);
    int at = indexOf(stream, old);
    var out = new ByteArrayOutputStream();
    out.write(stream, 0, at);
    out.writeBytes(marked(to));
    out.write(stream, at + old.length, stream.length - at - old.length);
    return out.toByteArray();
  }

  private static byte[] marked(String ascii) {
    var bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    bytes[bytes.length - 1] |= (byte) 0x80;
    return bytes;
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not in the stream");
  }

  @Test
  void aDateOfHive2IsThatOfTheClientWhereverItIs() throws Exception {
    var midnight = java.time.LocalDate.of(2024, 2, 29).atStartOfDay();
    for (var zone : List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles")) {
      long millis = midnight.atZone(java.time.ZoneId.of(zone)).toInstant().toEpochMilli();
      assertThat(SqlTimes.date(millis)).as(zone).isEqualTo(midnight.toLocalDate());
    }
    long onEitherSide =
        midnight.atZone(java.time.ZoneId.of("Pacific/Honolulu")).toInstant().toEpochMilli();
    assertThatThrownBy(() -> SqlTimes.date(onEitherSide))
        .isInstanceOf(UnreadableExpressionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3", "3.1", "4.0"})
  void damagedStreamsAreRefusedAndNothingElse(String generation) {
    var random = new Random(20241122);
    var streams = List.copyOf(corpus(generation).values());
    for (int i = 0; i < 60_000; i++) {
      var stream = streams.get(random.nextInt(streams.size())).clone();
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
      }
      var cut =
          random.nextInt(8) == 0 ? Arrays.copyOf(stream, random.nextInt(stream.length)) : stream;
      try {
        assertThat(HiveExpression.read(cut)).isNotNull();
      } catch (UnreadableExpressionException expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void everyCutIsRefused() {
    var stream = corpus("3.1").get("between");
    for (int length = 0; length < stream.length; length++) {
      var cut = Arrays.copyOf(stream, length);
      assertThatThrownBy(() -> HiveExpression.read(cut))
          .isInstanceOf(UnreadableExpressionException.class);
    }
  }

  @Test
  void listsThatNestWithoutEndAreRefused() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {1, 1, 0});
    out.writeBytes(marked("java.util.ArrayList"));
    for (int i = 0; i < 1_000_000; i++) {
      out.writeBytes(new byte[] {1, 1, 1, 0});
    }
    assertThatThrownBy(() -> HiveExpression.read(out.toByteArray()))
        .isInstanceOf(UnreadableExpressionException.class);
  }

  private static final String OR = "org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPOr";
  private static final String FUNCTION = "org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc";

  @Test
  void anExpressionThatContainsItselfIsRefused() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {1, 1, 0});
    out.writeBytes(marked("java.util.ArrayList"));
    out.writeBytes(new byte[] {1, 1, 1, 1});
    out.writeBytes(marked(FUNCTION));
    out.writeBytes(new byte[] {2, 1, 2});
    out.writeBytes(marked(OR));
    out.writeBytes(new byte[] {1, 0, 0, 0});

    assertThatThrownBy(() -> HiveExpression.read(out.toByteArray()))
        .isInstanceOf(UnreadableExpressionException.class)
        .hasMessageContaining("levels");
  }

  /** Each disjunction holds the next one twice: sixty objects that mean 2^60 conditions. */
  @Test
  void sharedObjectsThatUnfoldWithoutEndAreRefused() throws Exception {
    assertThat(HiveExpression.read(doubling(4))).isNotNull();
    assertThatThrownBy(() -> HiveExpression.read(doubling(60)))
        .isInstanceOf(UnreadableExpressionException.class)
        .hasMessageContaining("nodes");
  }

  private static byte[] doubling(int levels) {
    var out = new ByteArrayOutputStream();
    for (int level = 0; level < levels; level++) {
      out.writeBytes(new byte[] {1, 1, 0});
      if (level == 0) {
        out.writeBytes(marked("java.util.ArrayList"));
      }
      out.writeBytes(new byte[] {1, 2, 1, 1});
      if (level == 0) {
        out.writeBytes(marked(FUNCTION));
      }
    }
    out.writeBytes(new byte[] {1, 0, 1, 2});
    out.writeBytes(marked(OR));
    out.writeBytes(new byte[] {1, 0, 0, 0});
    for (int level = levels; level > 0; level--) {
      int reference = 2 * level + 2;
      out.writeBytes(new byte[] {1, 1});
      if (reference > 127) {
        out.write(reference & 0x7F | 0x80);
        out.write(reference >> 7);
      } else {
        out.write(reference);
      }
      out.writeBytes(new byte[] {1, 2, 1, 0, 0, 0});
    }
    return out.toByteArray();
  }
}
