package io.propolis.crawlers.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;

/** Delimited text is cut as Apache Commons CSV cuts it. */
class DelimitedRecordsProperties {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b', ',', '"', '\n', '\r', ' ').ofMaxLength(40);
  }

  @Property(tries = 5000)
  void recordsAndCellsAreThoseOfCommonsCsv(@ForAll("texts") String text) throws IOException {
    assertThat(records(text, Quotes.twice('"'))).isEqualTo(expected(text));
  }

  /** As bytes that were read, and of signs that have no byte of their own in the text. */
  @Property(tries = 5000)
  void anySignsPartCellsAsThoseOfCommonsCsv(
      @ForAll("marked") String text,
      @ForAll("delimiters") char delimiter,
      @ForAll("marks") char mark)
      throws IOException {
    Assume.that(delimiter != mark);

    assertThat(records(BytedText.of(text), delimiter, Quotes.twice(mark)))
        .isEqualTo(expected(text, delimiter, mark));
    if (text.chars().allMatch(c -> c <= 0xFF)) {
      var latin = text.getBytes(StandardCharsets.ISO_8859_1);
      // There may be more bytes than are the text's.
      var more = Arrays.copyOf(latin, latin.length + text.length() % 9);
      assertThat(
              records(
                  BytedText.of(more, latin.length, StandardCharsets.ISO_8859_1),
                  delimiter,
                  Quotes.twice(mark)))
          .isEqualTo(expected(text, delimiter, mark));
    }
  }

  @Provide
  Arbitrary<String> marked() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab,\"\n\r \t\0\u0002\u0003\u000b?§é→").ofMaxLength(120),
        Arbitraries.strings().withChars("abcdef,\"\n?→Ł").ofMaxLength(120),
        Arbitraries.strings().withChars("abcdefgh,?\"\n").ofMaxLength(120));
  }

  @Provide
  Arbitrary<Character> delimiters() {
    return Arbitraries.of(',', '\t', '\u0002', '?', '§', '→');
  }

  @Provide
  Arbitrary<Character> marks() {
    return Arbitraries.of('"', '?', '\u0003', 'é', 'Ł');
  }

  @Property(tries = 2000)
  void aRecordKnowsTheLinesBeforeIt(@ForAll("texts") String text) {
    var found = new DelimitedRecords(BytedText.of(text), 0, ',', Quotes.twice('"'));
    while (found.next()) {
      var before = text.substring(0, found.start(0)).replaceAll("\r\n", "\n").replace('\r', '\n');
      assertThat(found.linesBefore())
          .isEqualTo((int) before.chars().filter(c -> c == '\n').count());
    }
  }

  @Property(tries = 2000)
  void quotesBehindABackslashBelongToTheirCell(@ForAll("cells") List<String> cells) {
    var line =
        cells.stream()
            .map(cell -> "\"" + cell.replace("\"", "\\\"") + "\"")
            .collect(Collectors.joining(","));

    assertThat(records(line, new Quotes('"', true))).containsExactly(cells);
  }

  @Provide
  Arbitrary<List<String>> cells() {
    return Arbitraries.strings()
        .withChars('a', ',', '"', '\n', ' ')
        .ofMaxLength(8)
        .list()
        .ofMinSize(1);
  }

  @Example
  void aCellOverLinesIsSaidToBeOne() {
    var found =
        new DelimitedRecords(BytedText.of("a,b\n\"x\ny\",1\n2,3\n"), 0, ',', Quotes.twice('"'));

    assertThat(found.next()).isTrue();
    assertThat(found.spansLines()).isFalse();
    assertThat(found.next()).isTrue();
    assertThat(found.spansLines()).isTrue();
    assertThat(found.next()).isTrue();
    assertThat(found.spansLines()).isFalse();
    assertThat(found.linesBefore()).isEqualTo(3);
    assertThat(found.next()).isFalse();
  }

  private static List<List<String>> records(String text, Quotes quotes) {
    return records(BytedText.of(text), ',', quotes);
  }

  private static List<List<String>> records(BytedText text, char delimiter, Quotes quotes) {
    var found = new DelimitedRecords(text, 0, delimiter, quotes);
    var records = new ArrayList<List<String>>();
    while (found.next()) {
      var cells = new ArrayList<String>();
      for (int i = 0; i < found.size(); i++) {
        cells.add(found.cell(i));
      }
      records.add(cells);
    }
    return records;
  }

  private static List<List<String>> expected(String text) throws IOException {
    return expected(text, ',', '"');
  }

  private static List<List<String>> expected(String text, char delimiter, char mark)
      throws IOException {
    var format =
        CSVFormat.Builder.create()
            .setDelimiter(delimiter)
            .setQuote(mark)
            .setIgnoreEmptyLines(true)
            .setLenientEof(true)
            .setTrailingData(true)
            .get();
    try (var parser = format.parse(new StringReader(text))) {
      return parser.stream().map(csv -> csv.stream().toList()).toList();
    }
  }
}
