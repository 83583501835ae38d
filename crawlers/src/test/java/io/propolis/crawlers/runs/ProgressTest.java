package io.propolis.crawlers.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.jdbc.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the API shows of a crawl that is under way. */
class ProgressTest {
  private final SettableClock clock = new SettableClock(Instant.EPOCH);
  private final Progress progress = new Progress(clock);

  private String summary() {
    return progress.shown().get(CrawlProgress.SUMMARY);
  }

  @Test
  void objectsFilesTimeAndTablesAreInTheSummary() {
    progress.listed(527_000);
    assertThat(summary()).isEqualTo("{\"PROGRESS\":{\"OBJECTS\":527000,\"FILES_READ\":0}}");

    progress.sampled(1, 100);
    clock.pass(Duration.ofSeconds(20));
    progress.sampled(50, 100);
    assertThat(summary())
        .isEqualTo("{\"PROGRESS\":{\"OBJECTS\":527000,\"FILES_READ\":50,\"SECONDS_LEFT\":20}}");

    progress.sampled(100, 100);
    progress.planned(3);
    progress.written(1);
    assertThat(summary())
        .isEqualTo(
            "{\"PROGRESS\":{\"OBJECTS\":527000,\"FILES_READ\":100,\"TABLES\":3,"
                + "\"TABLES_WRITTEN\":1}}");
  }
}
