package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.Safeguards.StorageChecks;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files of what was dropped, after the drop is committed: to the trash where there is
 * one. A failure leaves files behind and is logged: the drop itself is done, and repeating it would
 * only say "not found".
 */
final class DataRemoval {
  /** Table parameters that ask for data to go past the trash; the second is Hive's older name. */
  private static final List<String> PURGE = List.of("auto.purge", "skip.trash");

  private static final Logger LOG = LoggerFactory.getLogger(DataRemoval.class);

  private final Context context;
  private final @Nullable Database database;
  private final boolean purges;

  private DataRemoval(Context context, @Nullable Database database, boolean purges) {
    this.context = context;
    this.database = database;
    this.purges = purges;
  }

  /** Of things in a database, or of the database itself. */
  static DataRemoval in(@Nullable Database database, DropData data, Context context) {
    return new DataRemoval(context, database, data == DropData.PURGE_FILES);
  }

  /** The same for the files of one table, which may have asked for the trash to be passed over. */
  DataRemoval of(Table table) {
    boolean asked =
        PURGE.stream().anyMatch(key -> "true".equalsIgnoreCase(table.parameters().get(key)));
    return new DataRemoval(context, database, purges || asked);
  }

  /**
   * Managed tables own their data, as do those of indexes and materialized views, and external ones
   * that say {@code external.table.purge=true}.
   */
  static boolean ownsData(Table table) {
    return table.type() == TableType.MANAGED_TABLE
        || table.type() == TableType.INDEX_TABLE
        || table.type() == TableType.MATERIALIZED_VIEW
        || (table.type() == TableType.EXTERNAL_TABLE
            && table.parameter("external.table.purge").map("true"::equalsIgnoreCase).orElse(false));
  }

  /** FORBIDDEN, before anything is dropped, when storage would keep the folder afterwards. */
  static void check(Context context, String what, @Nullable String location) {
    if (location == null
        || context.settings().safeguards().storage() == StorageChecks.OFF
        || context.files().isWritable(Locations.parent(location))) {
      return;
    }
    throw new CatalogException(
        Kind.FORBIDDEN,
        Entity.LOCATION,
        "%s not deleted since %s is not writable by the server's user"
            .formatted(what, Locations.parent(location)));
  }

  void removeTable(Table table) {
    if (ownsData(table) && table.location() != null) {
      of(table).remove(table.location());
    }
  }

  /** The partition's folder, and the folders above it, up to the table's, that are empty then. */
  void removePartition(Table table, Partition partition) {
    var location = folder(partition);
    if (location == null) {
      return;
    }
    of(table).remove(location);
    var parent = Locations.parent(location);
    for (int i = 1; i < table.partitionKeys().size() && !isShared(parent); i++) {
      try {
        context.files().deleteIfEmpty(parent);
      } catch (CatalogException e) {
        LOG.debug("Kept {}: {}", parent, e.getMessage());
      }
      parent = Locations.parent(parent);
    }
  }

  /** Of an archived partition, whose location leads into its archive, the folder of both. */
  static @Nullable String folder(Partition partition) {
    var original = partition.parameters().get("original_location");
    boolean archived = "true".equalsIgnoreCase(partition.parameters().get("is_archived"));
    return archived && original != null ? original : partition.location();
  }

  void removeDatabaseFolders() {
    if (database != null) {
      Stream.of(database.location(), database.managedLocation())
          .filter(Objects::nonNull)
          .distinct()
          .filter(folder -> !isWarehouse(folder))
          .forEach(this::removeFolder);
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
      throw CatalogException.invalid(Entity.LOCATION, "Other tables live in " + location);
    }
    take(location);
    context.files().makeFolder(location);
  }

  private void take(String location) {
    if (purges || !context.settings().safeguards().hasTrash()) {
      context.files().delete(location);
    } else {
      new Trash(context.files(), context.clock()).take(location);
    }
  }

  private boolean isShared(String location) {
    return isWarehouse(location)
        || (database != null
            && Stream.of(database.location(), database.managedLocation())
                .filter(Objects::nonNull)
                .anyMatch(folder -> Locations.isWithin(folder, location)));
  }

  private void removeFolder(String location) {
    try {
      take(location);
    } catch (CatalogException e) {
      LOG.warn("Could not remove {}: {}", location, e.getMessage());
    }
  }

  private boolean isWarehouse(String location) {
    var settings = context.settings();
    return Stream.of(settings.warehouse(), settings.externalWarehouse())
        .filter(Objects::nonNull)
        .anyMatch(
            root -> Locations.isWithin(Locations.qualified(root), Locations.qualified(location)));
  }
}
