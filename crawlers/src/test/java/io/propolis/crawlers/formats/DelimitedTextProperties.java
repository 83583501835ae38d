package io.propolis.crawlers.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.files.RangedFile;
import io.propolis.inference.TypeAccumulator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Delimited text is the same whether its cells are read from bytes, as those of ASCII and Latin-1
 * are, or from a text.
 */
class DelimitedTextProperties {
  private static final Classifier.Csv FOUND =
      new Classifier.Csv(
          "found",
          null,
          null,
          Classifier.Header.UNKNOWN,
          List.of(),
          true,
          List.of(),
          Classifier.SerDe.FOUND);

  /** Bytes of Latin-1 are read as such; those of UTF-16 never are. */
  @Property(tries = 2000)
  void theEncodingOfAFileDecidesNothingElse(@ForAll("texts") String text) {
    var latin = outcome(text, "", StandardCharsets.ISO_8859_1);

    assertThat(outcome(text, "", StandardCharsets.UTF_8)).isEqualTo(latin);
    assertThat(outcome(text, "\uFEFF", StandardCharsets.UTF_8)).isEqualTo(latin);
    assertThat(outcome(text, "\uFEFF", StandardCharsets.UTF_16LE)).isEqualTo(latin);
    assertThat(outcome(text, "\uFEFF", StandardCharsets.UTF_16BE)).isEqualTo(latin);
  }

  /** Pieces begin within cells, too. */
  @Property(tries = 2000)
  void bytesAndTextsDecideAlike(
      @ForAll("texts") String head, @ForAll("texts") String middle, @ForAll("texts") String tail) {
    assertThat(read(bytes(head), bytes(middle), bytes(tail)))
        .isEqualTo(read(BytedText.of(head), BytedText.of(middle), BytedText.of(tail)));
  }

  @Example
  void aNullMarkIsKnownQuotedOrNot() {
    for (var cell : List.of("\\N", "\"\\N\"", "\"\"\\N")) {
      for (var text :
          List.of(bytes("a,b\n1," + cell + "\n"), BytedText.of("a,b\n1," + cell + "\n"))) {
        assertThat(read(text).get(5)).as(cell).isEqualTo(true);
      }
    }
    assertThat(read(bytes("a,b\n1,\\M\n1,N\n")).get(5)).isEqualTo(false);
  }

  @Example
  void bothAreMeant() {
    assertThat(bytes("a,b\n").isLatin()).isTrue();
    assertThat(BytedText.of("a,b\n").isLatin()).isFalse();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(tables(), raw());
  }

  private static Arbitrary<String> tables() {
    var words =
        Arbitraries.of(
            "",
            " ",
            "\\N",
            "true",
            "False",
            "\"",
            "\"\"",
            "a \"b\" c",
            "C:\\temp\\",
            "x\ny",
            "x\r\ny",
            "#",
            "?",
            "été",
            "Zürich, Süd",
            "https://www.example.com/a/b?c=d",
            "+49123456",
            "00012",
            "-0",
            "NaN",
            "12-Mar-2024",
            "31/12/2024 9:05",
            "2024-02-30",
            "2024-02-29",
            "23:59:59");
    var cells =
        Arbitraries.oneOf(
            words,
            Arbitraries.longs().map(String::valueOf),
            Arbitraries.integers().map(String::valueOf),
            Arbitraries.bigDecimals().ofScale(2).map(java.math.BigDecimal::toPlainString),
            Arbitraries.of("2024-01-31", "2024-01-31 10:11:12", "2024-01-31T10:11:12Z"),
            Arbitraries.strings().withChars("abc,;\" \\é\t").ofMaxLength(12));
    var rows =
        Arbitraries.integers()
            .between(1, 4)
            .flatMap(width -> cells.list().ofSize(width).list().ofMinSize(1).ofMaxSize(8));
    return Combinators.combine(
            rows,
            Arbitraries.of(",", ";", "\t", "|", "\u0001"),
            Arbitraries.of("\n", "\r\n", "\r"),
            Arbitraries.of("\"\"", "\\\""),
            Arbitraries.of("", "# a remark\n", "report of\nmarch\n"))
        .as(
            (all, delimiter, end, quote, preamble) ->
                all.stream()
                    .map(row -> line(row, delimiter, quote))
                    .collect(Collectors.joining(end, preamble, "\n")));
  }

  private static String line(List<String> cells, String delimiter, String quote) {
    return cells.stream()
        .map(
            cell ->
                cell.contains(delimiter) || cell.contains("\"") || cell.contains("\n")
                    ? "\"" + cell.replace("\"", quote) + "\""
                    : cell)
        .collect(Collectors.joining(delimiter));
  }

  private static Arbitrary<String> raw() {
    return Arbitraries.strings()
        .withChars("ab1,;\"\n\r\t \\#é?")
        .ofMaxLength(80)
        .map(text -> text + "\n");
  }

  private static BytedText bytes(String text) {
    var latin = text.getBytes(StandardCharsets.ISO_8859_1);
    return BytedText.of(latin, latin.length, StandardCharsets.ISO_8859_1);
  }

  private static List<Object> read(BytedText head, BytedText... further) {
    var sample =
        new TextSample(
            "file:/a/b.csv", Compression.NONE, TextEncoding.UTF_8, head, List.of(further), false);
    try {
      return decisions((FileSchema.Csv) DelimitedText.read(sample, FOUND));
    } catch (UnreadableFileException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<Object> outcome(String text, String mark, Charset charset) {
    try {
      return Content.with(
          new Written((mark + text).getBytes(charset)),
          Content.HEAD,
          content -> {
            var found = new DelimitedText().classify(content).orElseThrow();
            var decisions = new ArrayList<>(decisions((FileSchema.Csv) found.schema()));
            decisions.add(found.certainty());
            return decisions;
          });
    } catch (IOException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<Object> decisions(FileSchema.Csv schema) {
    var csv = schema.sample();
    return List.of(
        csv.delimiter(),
        csv.first(),
        csv.cells().stream().map(TypeAccumulator::decide).toList(),
        csv.quoting(),
        csv.quotesWithin(),
        csv.hasNullMark(),
        csv.records(),
        csv.preamble(),
        csv.hasRemarks(),
        csv.remarksBetween(),
        csv.columns(),
        Optional.of(schema.averageRowBytes()));
  }

  /** A file that is held. */
  private record Written(byte[] bytes) implements RangedFile {
    @Override
    public String location() {
      return "file:/a/b.csv";
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      System.arraycopy(bytes, (int) position, into, offset, length);
    }

    @Override
    public InputStream stream(long position) {
      return new ByteArrayInputStream(bytes, (int) position, bytes.length - (int) position);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
