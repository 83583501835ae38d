package io.propolis.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.ChangeLogSettings;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCleaningTest {
  @TempDir Path folder;

  @Test
  void changesGoWhenTheyAreAsOldAsTheSettingsSay() {
    var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    var log = new ChangeLogSettings(Duration.ofHours(6), Duration.ofMillis(20));
    try (var lake = Lakes.open(S3Settings.DEFAULT);
        var store =
            JdbcCatalogStore.open(
                StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null))) {
      var settings = CatalogSettings.withWarehouse("file:" + folder).withChangeLog(log);
      var catalog = Catalog.open(store, lake, clock(now), settings);
      var session = catalog.as(Caller.SYSTEM);
      session.databases().create(Database.named(DatabaseName.of("sales")));
      LogCleaning.clean(catalog);
      assertThat(session.changes().after(0, 9)).isNotEmpty();
      now.updateAndGet(then -> then.plus(Duration.ofHours(7)));
      LogCleaning.clean(catalog);
      assertThat(session.changes().after(0, 9)).isEmpty();
    }
  }

  private static Clock clock(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }
}
