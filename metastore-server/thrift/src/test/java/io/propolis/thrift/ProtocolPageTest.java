package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.thrift.ProtocolPage.Row;
import io.propolis.thrift.handler.Handlers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProtocolPageTest {
  private static final Path PAGE = Path.of("../../docs/protocol.md");
  private static final int METHODS = 295;

  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  private List<Row> rows() throws IOException {
    return ProtocolPage.rows(Handlers.of(given.whole()));
  }

  @Test
  void everyMethodOfEveryGenerationIsAnswered() throws IOException {
    assertThat(rows()).hasSize(METHODS);
    assertThat(rows().stream().filter(row -> row.handler().isEmpty()).map(Row::method)).isEmpty();
  }

  @Test
  void everyMethodIsCalledByATest() throws IOException {
    assertThat(rows().stream().filter(row -> row.tests().isEmpty()).map(Row::method)).isEmpty();
  }

  /** {@code -Dpropolis.regenerate=true} writes the page instead. */
  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    var page = ProtocolPage.render(rows());
    if (Boolean.getBoolean("propolis.regenerate")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("make it anew with -Dpropolis.regenerate=true").content().isEqualTo(page);
  }
}
