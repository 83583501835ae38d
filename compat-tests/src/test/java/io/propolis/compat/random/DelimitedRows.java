package io.propolis.compat.random;

import io.propolis.compat.random.ColumnType.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;

/** Rows as delimited text with a header. */
final class DelimitedRows {
  private static final List<QuoteMode> QUOTING =
      List.of(QuoteMode.ALL, QuoteMode.ALL_NON_NULL, QuoteMode.MINIMAL, QuoteMode.NON_NUMERIC);

  private DelimitedRows() {}

  static void write(RandomTable table, List<List<Object>> rows, Path file, long seed)
      throws IOException {
    var choice = new Random(seed);
    try (var out = Files.newBufferedWriter(file);
        var csv =
            CSVFormat.Builder.create()
                .setDelimiter(",;|\t".charAt(choice.nextInt(4)))
                .setQuoteMode(QUOTING.get(choice.nextInt(QUOTING.size())))
                .setRecordSeparator(choice.nextBoolean() ? "\n" : "\r\n")
                .get()
                .print(out)) {
      csv.printRecord(table.columns().stream().map(Field::name).toList());
      for (var row : rows) {
        csv.printRecord(
            row.stream()
                .map(value -> value == null || value instanceof Number ? value : Texts.of(value))
                .toList());
      }
    }
  }
}
