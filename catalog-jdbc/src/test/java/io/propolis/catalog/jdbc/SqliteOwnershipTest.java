package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOwnershipTest {
  @TempDir Path folder;

  private StoreSettings settings() {
    return StoreSettings.of("jdbc:sqlite:" + folder.resolve("new/catalog.db"), null, null);
  }

  @Test
  void aSecondOwnerIsRefusedUntilTheFirstCloses() {
    try (var first = JdbcCatalogStore.open(settings())) {
      assertThat(first.position()).isZero();
      assertThatThrownBy(() -> JdbcCatalogStore.open(settings()))
          .isInstanceOf(CatalogException.class)
          .hasMessageContaining("catalog.db")
          .hasMessageContaining("in use");
    }
    JdbcCatalogStore.open(settings()).close();
  }

  @Test
  void aSecondOwnerIsRefusedWhateverLinkItComesThrough() throws Exception {
    try (var first = JdbcCatalogStore.open(settings())) {
      assertThat(first.product()).startsWith("SQLite 3");
      var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("new"));
      var linked = StoreSettings.of("jdbc:sqlite:" + link.resolve("catalog.db"), null, null);
      assertThatThrownBy(() -> JdbcCatalogStore.open(linked)).hasMessageContaining("in use");
    }
  }

  @Test
  void anOwnerKnowsThePositionWithoutAskingAndAlsoAfterARestart() {
    try (var owner = JdbcCatalogStore.open(settings())) {
      Refusals.write(owner, tx -> tx.changes().append(Given.change("ada")));
      long before = owner.statements();
      assertThat(owner.position()).isEqualTo(1);
      assertThat(owner.statements()).isEqualTo(before);
    }
    try (var owner = JdbcCatalogStore.open(settings())) {
      assertThat(owner.position()).isEqualTo(1);
    }
  }

  @Test
  void aGuestReadsEverythingAndWritesRunsButNoChanges() {
    try (var owner = JdbcCatalogStore.open(settings());
        var guest = JdbcCatalogStore.open(settings().asGuest())) {
      var given = new Given(owner);
      var table = given.table(given.database(), "orders");
      assertThat(new Given(guest).find(tx -> tx.tables().find(table.name()))).contains(table);

      var run = Run.starting("run", Run.Kind.JOB, "job", "manual", "node", 5, 6);
      Refusals.write(guest, tx -> tx.runs().insert(run));
      assertThat(given.find(tx -> tx.runs().find("run"))).contains(run);

      Refusals.assertRefused(
          guest, Kind.UNSUPPORTED, "guest", tx -> tx.changes().append(Given.change("ada")));
      Refusals.write(owner, tx -> tx.changes().append(Given.change("ada")));
      assertThat(guest.position()).isEqualTo(owner.position());
    }
  }

  @Test
  void aCleanCloseLeavesOneFileAndItsOwnerMark() throws Exception {
    var owner = JdbcCatalogStore.open(settings());
    new Given(owner).database();
    owner.close();
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("catalog.db", "catalog.db.owner");
    }
  }
}
