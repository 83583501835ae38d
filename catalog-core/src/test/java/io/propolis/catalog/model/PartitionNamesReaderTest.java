package io.propolis.catalog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A reader of many names takes those that are written, and no others. */
class PartitionNamesReaderTest {
  private static final List<Column> KEYS =
      List.of(new Column("ds", "string"), new Column("A b%", "string"), new Column("h", "int"));
  private static final String PARTS = "ds=/a b%25h1é%2F%__HIVE_DEFAULT_PARTITION__ ";

  @Test
  void namesOfAnyValuesAreRead() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var values = List.of(text(random), text(random), text(random));
      var expected = values.stream().map(v -> v.isEmpty() ? PartitionNames.NULL_VALUE : v).toList();

      assertThat(PartitionNames.reader(KEYS).exact(PartitionNames.of(KEYS, values)))
          .contains(expected);
    }
  }

  @Test
  void whatIsNotAsItIsWrittenIsNoName() {
    var random = new Random(2);
    var reader = PartitionNames.reader(KEYS);
    for (int i = 0; i < 20_000; i++) {
      var name =
          random.nextBoolean()
              ? changed(random, PartitionNames.of(KEYS, List.of(text(random), "x", "1")))
              : text(random);
      var expected =
          name.isEmpty()
              ? java.util.Optional.<List<String>>empty()
              : PartitionNames.find(KEYS, name)
                  .filter(values -> PartitionNames.of(KEYS, values).equals(name));

      assertThat(reader.exact(name)).as(name).isEqualTo(expected);
    }
    assertThat(PartitionNames.reader(List.of()).exact("")).isEmpty();
  }

  private static String changed(Random random, String name) {
    int at = random.nextInt(name.length());
    int more = random.nextInt(3);
    return name.substring(0, at)
        + text(random)
        + name.substring(Math.min(name.length(), at + more));
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int from = random.nextInt(PARTS.length());
      text.append(PARTS, from, Math.min(PARTS.length(), from + 1 + random.nextInt(2)));
    }
    return text.toString();
  }
}
