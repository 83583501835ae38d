package io.propolis.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../../docs/configuration.md");

  /** {@code -Dpropolis.regenerate=true} writes the page instead. */
  @Test
  void thePageSaysWhatTheRecordsSay() throws IOException {
    if (Boolean.getBoolean("propolis.regenerate")) {
      Files.writeString(PAGE, ConfigurationPage.render());
    }

    assertThat(PAGE)
        .as("make it anew with -Dpropolis.regenerate=true")
        .content()
        .isEqualTo(ConfigurationPage.render());
  }
}
