package io.propolis.catalog.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CompactionOperations;
import io.propolis.catalog.CompactionOperations.Worker;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Compaction.Request;
import io.propolis.catalog.model.acid.Compaction.State;
import io.propolis.catalog.store.Compactions.Filter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionOperationsTest {
  private static final Worker ANN = new Worker("ann", "4.1", null);
  private static final Worker BOB = new Worker("bob", "4.1", null);

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
  }

  @AfterEach
  void close() {
    given.close();
  }

  private CompactionOperations compactions() {
    return given.session().compactions();
  }

  private long submit(String table) {
    var request =
        new Request(
            "sales", table, null, Compaction.Kind.MAJOR, null, Map.of(), null, null, null, 0, null);
    return compactions().submit(request).entry().orElseThrow().id();
  }

  @Test
  void whatADeadWorkerTookIsGivenToAnother() {
    long taken = submit("orders");
    assertThat(compactions().next(ANN)).map(Compaction::id).contains(taken);
    given.clock.pass(Duration.ofHours(23));
    compactions().tidy();
    assertThat(compactions().next(BOB)).as("ann may still be at it").isEmpty();

    long fresh = submit("items");
    assertThat(compactions().next(BOB)).map(Compaction::id).contains(fresh);
    given.clock.pass(Duration.ofHours(2));
    compactions().tidy();
    assertThat(compactions().all(Filter.in(List.of(State.INITIATED))))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.id()).isEqualTo(taken);
              assertThat(entry.work().worker()).isNull();
              assertThat(entry.work().startedAt()).isNull();
            });
    assertThat(compactions().next(BOB))
        .get()
        .satisfies(
            entry -> {
              assertThat(entry.id()).isEqualTo(taken);
              assertThat(entry.work().worker()).isEqualTo("bob");
            });
  }
}
