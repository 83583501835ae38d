package io.propolis.catalog;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.Transaction;

/**
 * What transactions know of tables goes by name: it follows a table to another name and goes with
 * it. Only the default catalog has transactional tables.
 */
final class AcidTables {
  private static final String TRANSACTIONAL = "transactional";

  private AcidTables() {}

  static void renamed(Transaction tx, Table before, TableName after) {
    if (isTransactional(before) && !before.name().equals(after)) {
      tx.acidNames().rename(before.name(), after);
    }
  }

  static void dropped(Transaction tx, Table table) {
    if (isTransactional(table)) {
      tx.acidNames().delete(table.name());
    }
  }

  static void renamed(Transaction tx, DatabaseName before, DatabaseName after) {
    if (isTransactional(before) && !before.equals(after)) {
      tx.acidNames().rename(before, after);
    }
  }

  static void dropped(Transaction tx, DatabaseName name) {
    if (isTransactional(name)) {
      tx.acidNames().delete(name);
    }
  }

  private static boolean isTransactional(Table table) {
    return isTransactional(table.name().database())
        && table.parameter(TRANSACTIONAL).filter("true"::equalsIgnoreCase).isPresent();
  }

  private static boolean isTransactional(DatabaseName name) {
    return name.catalog().equals(Names.DEFAULT_CATALOG);
  }
}
