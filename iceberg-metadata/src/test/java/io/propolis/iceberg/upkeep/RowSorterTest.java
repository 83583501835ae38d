package io.propolis.iceberg.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSorterTest {
  private static final int ROWS = 5000;

  /** All on the disk but the last; some runs; nothing on the disk. */
  @ParameterizedTest
  @ValueSource(longs = {1, 10_000, 100_000, Long.MAX_VALUE})
  void rowsComeBackByTheirKeysAndThoseOfEqualKeysAsTheyCame(long memory) throws IOException {
    var random = new Random(3);
    var expected = new ArrayList<String>();
    var before = files();
    try (var sorter = new RowSorter(memory)) {
      for (int i = 0; i < ROWS; i++) {
        // Some are longer than a buffer.
        var row =
            "%03d %05d%s"
                .formatted(random.nextInt(300), i, "x".repeat(i % 1000 == 0 ? 99_999 : i % 7));
        expected.add(row);
        sorter.add(row.substring(0, 3).getBytes(UTF_8), row.getBytes(UTF_8));
      }
      assertThat(sorter.runs() > 0).isEqualTo(memory < Long.MAX_VALUE);
      assertThat(files()).as("names of temporary files").isEqualTo(before);
      expected.sort(Comparator.comparing(row -> row.substring(0, 3)));

      var sorted = new ArrayList<String>();
      sorter.sorted().forEachRemaining(row -> sorted.add(new String(row, UTF_8)));

      assertThat(sorted).isEqualTo(expected);
    }
  }

  private static List<Path> files() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("propolis-sort-"))
          .sorted()
          .toList();
    }
  }
}
