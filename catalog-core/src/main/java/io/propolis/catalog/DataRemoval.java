package io.propolis.catalog;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files of what was dropped, after the drop is committed. A failure leaves files behind
 * and is logged: the drop itself is done, and repeating it would only say "not found".
 */
final class DataRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(DataRemoval.class);

  private final Context context;
  private final @Nullable Database database;

  DataRemoval(Context context, @Nullable Database database) {
    this.context = context;
    this.database = database;
  }

  /**
   * Managed tables own their data, and external ones that say {@code external.table.purge=true}.
   */
  static boolean ownsData(Table table) {
    return table.type() == TableType.MANAGED_TABLE
        || (table.type() == TableType.EXTERNAL_TABLE
            && table
                .parameter("external.table.purge")
                .map(v -> v.toLowerCase(Locale.ROOT).equals("true"))
                .orElse(false));
  }

  void removeTable(Table table) {
    if (ownsData(table) && table.location() != null) {
      remove(table.location());
    }
  }

  void removeDatabaseFolder() {
    if (database != null && database.location() != null && !isWarehouse(database.location())) {
      removeFolder(database.location());
    }
  }

  /** Removes a folder, unless it is the database's or the warehouse's own. */
  void remove(String location) {
    if (isShared(location)) {
      LOG.warn("Kept {}: other tables live in that folder", location);
    } else {
      removeFolder(location);
    }
  }

  /** Removes what is in a folder; throws when it cannot, for that is all the caller asked for. */
  void empty(String location) {
    if (isShared(location)) {
      throw CatalogException.invalid(
          CatalogException.Entity.LOCATION, "Other tables live in " + location);
    }
    context.files().delete(location);
    context.files().makeFolder(location);
  }

  private boolean isShared(String location) {
    return isWarehouse(location)
        || (database != null
            && database.location() != null
            && Locations.isWithin(database.location(), location));
  }

  private void removeFolder(String location) {
    try {
      context.files().delete(location);
    } catch (CatalogException e) {
      LOG.warn("Could not remove {}: {}", location, e.getMessage());
    }
  }

  private boolean isWarehouse(String location) {
    return Locations.isWithin(
        Locations.qualified(context.settings().warehouse()), Locations.qualified(location));
  }
}
