package io.propolis.catalog.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogStoreTest extends CatalogStoreContract {
  @TempDir static Path folder;

  private int databases;

  @Override
  StoreSettings newDatabase() {
    return StoreSettings.of(
        "jdbc:sqlite:" + folder.resolve("catalog" + ++databases + ".db"), null, null);
  }

  @Override
  StoreSettings beside(StoreSettings first) {
    return first.asGuest();
  }
}
