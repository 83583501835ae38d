package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.store.CrawlBlocks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What crawlers remember between crawls. */
abstract class CrawlBlocksContract {
  private final String crawler = "crawler-" + System.nanoTime();

  abstract Given given();

  private void change(Consumer<CrawlBlocks> work) {
    write(given().store, tx -> work.accept(tx.crawlBlocks()));
  }

  private Map<String, byte[]> found(String of) {
    return given().store.read(tx -> tx.crawlBlocks().find(of));
  }

  private static byte[] bytes(int length, long seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void blocksComeBackAsTheyWerePutLast() {
    var blocks = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < 40; i++) {
      blocks.put("f-" + i, bytes(i * 10_000, i));
    }
    change(all -> all.put(crawler, blocks));
    change(all -> all.put(crawler, Map.of("f-3", bytes(7, 99), AWKWARD, new byte[0])));
    change(all -> all.put(crawler + "-other", Map.of("f-3", bytes(9, 1))));

    var found = found(crawler);

    assertThat(found).hasSize(41);
    assertThat(found.get("f-3")).isEqualTo(bytes(7, 99));
    assertThat(found.get("f-39")).isEqualTo(bytes(390_000, 39));
    assertThat(found.get(AWKWARD)).isEmpty();
  }

  @Test
  void someBlocksAreFoundByName() {
    change(all -> all.put(crawler, Map.of("a", bytes(3, 1), "b", bytes(3, 2), "c", bytes(3, 3))));
    change(all -> all.put(crawler + "-other", Map.of("d", bytes(9, 1))));

    var found =
        given().store.read(tx -> tx.crawlBlocks().find(crawler, List.of("c", "a", "d", "none")));

    assertThat(found).containsOnlyKeys("a", "c");
    assertThat(found.get("c")).isEqualTo(bytes(3, 3));
    Map<String, byte[]> none = given().store.read(tx -> tx.crawlBlocks().find(crawler, List.of()));
    assertThat(none).isEmpty();
  }

  @Test
  void blocksAreDeletedByNameAndAllTogether() {
    change(all -> all.put(crawler, Map.of("a", bytes(3, 1), "b", bytes(3, 2), "c", bytes(3, 3))));
    change(all -> all.put(crawler + "-other", Map.of("a", bytes(9, 1))));

    change(all -> all.delete(crawler, List.of("a", "c", "absent")));
    assertThat(found(crawler)).containsOnlyKeys("b");
    change(all -> all.deleteOf(crawler));
    assertThat(found(crawler)).isEmpty();
    assertThat(found(crawler + "-other")).containsOnlyKeys("a");
  }

  @Test
  void aTransactionThatFailsLeavesThemAsTheyWere() {
    change(all -> all.put(crawler, Map.of("a", bytes(3, 1))));

    assertThatThrownBy(
            () ->
                change(
                    all -> {
                      all.put(crawler, Map.of("a", bytes(5, 2), "b", bytes(3, 2)));
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");

    assertThat(found(crawler)).containsOnlyKeys("a");
    assertThat(found(crawler).get("a")).isEqualTo(bytes(3, 1));
  }
}
