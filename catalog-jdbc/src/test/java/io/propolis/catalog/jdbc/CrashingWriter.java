package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;

/** A process that writes until it is killed and says what has been acknowledged. */
final class CrashingWriter {
  private CrashingWriter() {}

  public static void main(String[] arguments) {
    var store = JdbcCatalogStore.open(StoreSettings.of(arguments[0], null, null));
    for (int i = 1; ; i++) {
      var name = DatabaseName.of("d" + i);
      Refusals.write(
          store,
          tx -> {
            tx.databases().insert(Database.named(name));
            tx.changes().append(Given.change(name.name()));
          });
      System.out.println("acknowledged " + i);
      System.out.flush();
    }
  }
}
