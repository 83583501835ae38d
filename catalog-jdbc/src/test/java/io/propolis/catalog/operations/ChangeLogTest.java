package io.propolis.catalog.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.WriteOperations.Insert;
import io.propolis.catalog.WriteOperations.Insertion;
import io.propolis.catalog.WriteOperations.Write;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final TableName ORDERS = TableName.of("default", "orders");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
    given.managedTable("default", "orders");
  }

  @AfterEach
  void close() {
    given.close();
  }

  private void insert(int count) {
    var inserts = new ArrayList<Insert>();
    for (int i = 0; i < count; i++) {
      inserts.add(new Insert(List.of(), Insertion.APPENDED, List.of()));
    }
    given.session().writes().inserts(ORDERS, inserts);
  }

  @Test
  void whatIsOlderThanTheRetentionIsForgottenAndNothingElse() {
    insert(2500);
    long old = given.session().changes().position();
    given.clock.pass(DAY.plusSeconds(1));
    insert(1);
    assertThat(given.session().changes().forgetOlderThan(DAY)).isEqualTo(old);
    assertThat(given.session().changes().after(0, 10))
        .extracting(Change::position)
        .containsExactly(old + 1);
    assertThat(given.session().changes().position()).isEqualTo(old + 1);
    assertThat(given.session().changes().forgetOlderThan(DAY)).isZero();
  }

  @Test
  void eachBatchOfForgettingLooksAtABoundedNumberOfChanges() {
    insert(1000);
    insert(1000);
    given.clock.pass(Duration.ofHours(12));
    insert(3000);
    given.clock.pass(Duration.ofHours(13));
    long before = given.store.statements();
    given.session().changes().forgetOlderThan(DAY);
    // Two for reports of writing at most, two for each thousand that goes, one to see the rest; and
    // all of it twice, as every write here is rolled back once.
    assertThat(given.store.statements() - before).isLessThanOrEqualTo(2 * 9);
  }

  @Test
  void reportsOfWritingAreForgottenWithTheChanges() {
    given.session().writes().keep(ORDERS, List.of(new Write(7, 1, List.of(), List.of())));
    assertThat(given.session().writes().of(7, null, null)).hasSize(1);
    given.clock.pass(DAY.plusSeconds(1));
    given.session().changes().forgetOlderThan(DAY);
    assertThat(given.session().writes().of(7, null, null)).isEmpty();
  }

  @Test
  void positionsOfReportedInsertsAreThoseOfTheLog() {
    var positions =
        given
            .session()
            .writes()
            .inserts(ORDERS, List.of(new Insert(List.of(), Insertion.REPLACED, List.of())));
    assertThat(given.session().changes().after(positions.get(0) - 1, 9))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(ChangeKind.INSERT);
              assertThat(change.details()).containsEntry(Change.REPLACE, "true");
            });
  }
}
