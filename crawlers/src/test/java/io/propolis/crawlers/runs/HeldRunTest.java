package io.propolis.crawlers.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import io.propolis.crawlers.RunLog;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldRunTest {
  private static final int MANY = 1_000;

  private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private final AtomicInteger stored = new AtomicInteger();

  /** A database that is away. One that is asked without end fails the test instead. */
  private final RunLog away =
      new RunLog() {
        @Override
        public void begin(Run run) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void update(Run run, Collection<RunNote> notes) {
          if (stored.incrementAndGet() == MANY) {
            throw new AssertionError("Still stored after " + MANY + " failures");
          }
          throw new CatalogException(Kind.UNAVAILABLE, Entity.RUN, "The database is away");
        }

        @Override
        public Optional<Run> find(String id) {
          return Optional.empty();
        }

        @Override
        public Set<String> topics(String crawler) {
          return Set.of();
        }
      };

  @AfterEach
  void forgetTheInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aRunWhoseThreadIsInterruptedEndsAtOnceThoughItCannotBeKept() {
    var run = Run.starting("r", Run.Kind.CRAWL, "nightly", "test", "node", 60_000, 0);
    try (var held = HeldRun.of(away, clock, run)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> held.failed("storage does not answer"))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));

      assertThat(stored).hasValue(1);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
  }
}
