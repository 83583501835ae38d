package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Session;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a table that changes for years, as an Iceberg table does with each commit. */
abstract class KeptVersionsContract {
  private static final int KEPT = 20;

  /** So many go at once. */
  private static final int AT_ONCE = 16;

  @TempDir private Path folder;

  abstract Given given();

  private Session session() {
    return Catalog.open(
            given().store,
            Lakes.open(S3Settings.DEFAULT),
            Clock.systemUTC(),
            CatalogSettings.withWarehouse("file:" + folder).withKeptVersions(KEPT))
        .as(new Caller("ada", "test"));
  }

  private Table create(Session session, DatabaseName database, String name) {
    return session
        .tables()
        .create(
            Table.builder(database.table(name))
                .type(TableType.EXTERNAL_TABLE)
                .parameters(Map.of("EXTERNAL", "TRUE"))
                .location("file:" + folder.resolve(name))
                .layout(Given.layout("id"))
                .build(),
            Mode.KEEP);
  }

  private static void change(Session session, TableName name, int times) {
    for (int i = 0; i < times; i++) {
      var round = "" + i;
      session
          .tables()
          .alter(name, table -> table.withParameter("round", round), AlterOptions.PLAIN);
    }
  }

  @Test
  void theNewestVersionsOfATableAreKeptAndNoOthers() {
    var session = session();
    var database = DatabaseName.of("kept_versions");
    session.databases().create(Database.named(database));
    var often = create(session, database, "often").name();
    var seldom = create(session, database, "seldom").name();
    change(session, seldom, KEPT);

    change(session, often, KEPT);
    assertThat(session.tables().versions(often)).hasSize(KEPT + 1);

    change(session, often, 5 * AT_ONCE);
    var kept = session.tables().versions(often);
    assertThat(kept).hasSizeBetween(KEPT + 1, KEPT + AT_ONCE);
    long newest = session.tables().require(often).version();
    assertThat(kept)
        .extracting(version -> version.table().version())
        .startsWith(newest, newest - 1)
        .contains(newest - KEPT);
    assertThat(session.tables().versions(seldom)).hasSize(KEPT + 1);
  }
}
