package io.propolis.crawlers.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
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

  @Property(tries = 2000)
  void aRecordKnowsTheLinesBeforeIt(@ForAll("texts") String text) {
    var found = new DelimitedRecords(text, ',', Quotes.twice('"'));
    while (found.next()) {
      int start = found.source(0).equals(text) ? found.start(0) : -1;
      if (start >= 0) {
        var before = text.substring(0, start).replaceAll("\r\n", "\n").replace('\r', '\n');
        assertThat(found.linesBefore())
            .isEqualTo((int) before.chars().filter(c -> c == '\n').count());
      }
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
    var found = new DelimitedRecords("a,b\n\"x\ny\",1\n2,3\n", ',', Quotes.twice('"'));

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
    var found = new DelimitedRecords(text, ',', quotes);
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
    var format =
        CSVFormat.Builder.create()
            .setDelimiter(',')
            .setQuote('"')
            .setIgnoreEmptyLines(true)
            .setLenientEof(true)
            .setTrailingData(true)
            .get();
    try (var parser = format.parse(new StringReader(text))) {
      return parser.stream().map(csv -> csv.stream().toList()).toList();
    }
  }
}
