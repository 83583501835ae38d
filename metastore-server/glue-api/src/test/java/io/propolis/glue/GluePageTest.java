package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.glue.GluePage.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GluePageTest {
  private static final Path PAGE = Path.of("../../docs/glue-api.md");

  /** What engines call: Trino, Spark, Iceberg and Hive's client of Glue. */
  private static final int OPERATIONS_OF_ENGINES = 32;

  @Test
  void everyServedOperationIsCalledByATest() throws IOException {
    var served = GluePage.rows().stream().filter(Row::isServed).toList();

    assertThat(served).hasSizeGreaterThanOrEqualTo(OPERATIONS_OF_ENGINES);
    assertThat(served.stream().filter(row -> row.tests().isEmpty()))
        .extracting(row -> row.operation().name())
        .isEmpty();
  }

  /** {@code -Dpropolis.regenerate=true} writes the page instead. */
  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    var page = GluePage.render(GluePage.rows());
    if (Boolean.getBoolean("propolis.regenerate")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("make it anew with -Dpropolis.regenerate=true").content().isEqualTo(page);
  }
}
