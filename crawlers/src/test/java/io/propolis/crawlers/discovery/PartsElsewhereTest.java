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

    assertThat(elsewhere.look(waiting, 36)).containsExactlyElementsOf(parts);
    assertThat(waiting.size()).isZero();
  }

  @Test
  void whatCameBackIsThereThoughTheDatabaseFailsNext() {
    var parts = wait(16);
    assertThat(elsewhere.look(waiting, 16)).isEmpty();
    others.ended.put(others.offered.get(0), Optional.empty());
    others.isAway = true;

    assertThat(elsewhere.look(waiting, 16)).containsExactlyElementsOf(parts.subList(0, 8));
  }

  @Test
  void fewPartsAreNotWorthIt() {
    wait(7);

    assertThat(elsewhere.look(waiting, 23)).isEmpty();
    assertThat(others.offered).isEmpty();
    assertThat(waiting.size()).isEqualTo(7);
  }
}
