package io.propolis.crawlers.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableDifferenceTest {
  private static List<String> others(Map<String, String> before, Map<String, String> after) {
    var table = Table.builder(new TableName(DatabaseName.of("lake"), "t")).build();
    return TableDifference.others(
        table.toBuilder().parameters(before).build(), table.toBuilder().parameters(after).build());
  }

  @Test
  void aTableWithoutFilesHasBytesAlone() {
    assertThat(others(Map.of("sizeKey", "24"), Map.of("sizeKey", "48")))
        .containsExactly("bytes: 24 -> 48");
    assertThat(others(Map.of("sizeKey", "24"), Map.of("sizeKey", "24"))).isEmpty();
    assertThat(
            others(
                Map.of("objectCount", "1", "sizeKey", "24"),
                Map.of("objectCount", "2", "sizeKey", "48")))
        .containsExactly("files: 1 of 24 bytes -> 2 of 48 bytes");
  }
}
