package io.propolis.crawlers.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.discovery.ListingPart.Below;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts that go to other nodes over a database that fails: none is lost. */
class PartsElsewhereTest {
  private static final S3Target TARGET = new S3Target("s3://bucket/lake", List.of(), null);

  private final Unreliable others = new Unreliable();
  private final WaitingParts waiting = new WaitingParts();
  private final PartsElsewhere elsewhere =
      new PartsElsewhere(TARGET, others, ListingJournal.NONE, Duration.ZERO);

  /** Somebody who takes what is offered, through a database that is away when it is said. */
  private static final class Unreliable implements OtherListers {
    private final List<String> offered = new ArrayList<>();
    private final Map<String, Optional<byte[]>> ended = new HashMap<>();
    private boolean isAway;

    private void ask() {
      if (isAway) {
        throw new CatalogException(Kind.UNAVAILABLE, Entity.CATALOG, "The database is away");
      }
    }

    @Override
    public boolean areThere() {
      return true;
    }

    @Override
    public void offer(Map<String, byte[]> groups) {
      ask();
      offered.addAll(groups.keySet());
    }

    @Override
    public Map<String, Optional<byte[]>> ended() {
      return ended;
    }

    @Override
    public Optional<String> takeBack() {
      ask();
      return Optional.empty();
    }

    @Override
    public void close() {
      // Nobody lists.
    }
  }

  private List<Below> wait(int number) {
    var parts =
        IntStream.range(0, number).mapToObj(i -> new Below("events", List.of("dt=" + i))).toList();
    parts.forEach(waiting::add);
    return parts;
  }

  @Test
  void whatCannotBeOfferedComesBack() {
    var parts = wait(20);
    others.isAway = true;

    assertThat(elsewhere.look(waiting, 36, 0)).containsExactlyElementsOf(parts);
    assertThat(waiting.size()).isZero();
  }

  @Test
  void whatCameBackIsThereThoughTheDatabaseFailsNext() {
    var parts = wait(16);
    assertThat(elsewhere.look(waiting, 16, 0)).isEmpty();
    others.ended.put(others.offered.get(0), Optional.empty());
    others.isAway = true;

    assertThat(elsewhere.look(waiting, 16, 0)).containsExactlyElementsOf(parts.subList(0, 8));
  }

  @Test
  void fewPartsAreNotWorthIt() {
    wait(7);

    assertThat(elsewhere.look(waiting, 23, 0)).isEmpty();
    assertThat(others.offered).isEmpty();
    assertThat(waiting.size()).isEqualTo(7);
  }

  /** Of 128 parts, 16 are listed at a time. */
  @Test
  void whatWillTakeLongIsOfferedBeforeItHas() {
    var now = new AtomicLong();
    var guessing = waitingAt(now);
    wait(96);

    now.addAndGet(Duration.ofMillis(900).toNanos());
    guessing.look(waiting, 112, 16);
    assertThat(others.offered).as("too early to say").isEmpty();

    // 32 begun in a second and a half: the 96 others take four and a half.
    now.addAndGet(Duration.ofMillis(600).toNanos());
    guessing.look(waiting, 112, 16);
    assertThat(others.offered).as("not long").isEmpty();

    now.addAndGet(Duration.ofMillis(500).toNanos());
    guessing.look(waiting, 112, 16);
    assertThat(others.offered).hasSize(12);
  }

  @Test
  void whatIsNearlyDoneIsNotOffered() {
    var now = new AtomicLong();
    var guessing = waitingAt(now);
    wait(20);

    now.addAndGet(Duration.ofMillis(4900).toNanos());
    guessing.look(waiting, 36, 92);
    assertThat(others.offered).isEmpty();

    // What has taken long is, though little is left of it.
    now.addAndGet(Duration.ofMillis(600).toNanos());
    guessing.look(waiting, 36, 92);
    assertThat(others.offered).hasSize(3);
  }

  private PartsElsewhere waitingAt(AtomicLong now) {
    return new PartsElsewhere(TARGET, others, ListingJournal.NONE, Duration.ofSeconds(5), now::get);
  }
}
