package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.conflict;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Archive;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.TableOperations.Expected;
import io.propolis.catalog.TableOperations.KeyChange;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.catalog.rules.TableRules;
import io.propolis.catalog.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes one table. */
final class TableAlteration {
  private final Context context;
  private final TableName name;
  private final AlterOptions options;

  TableAlteration(Context context, TableName name, AlterOptions options) {
    this.context = context;
    this.name = name;
    this.options = options;
  }

  /** To a state that is known. */
  Table to(Table requested) {
    return context
        .cache()
        .known(name)
        .flatMap(known -> assumed(known, current -> requested))
        .orElseGet(() -> locked(requested));
  }

  /** To one that depends on the present state. */
  Table by(UnaryOperator<Table> change) {
    return context
        .cache()
        .known(name)
        .flatMap(known -> assumed(known, change))
        .orElseGet(() -> locked(change.apply(require())));
  }

  private Table require() {
    return new TableOperations(context).require(name);
  }

  /**
   * Tries a change that touches nothing but the table's own row, on the table as it is known: one
   * round trip, and no look at anything. Empty when there is more to it, or when the table has
   * changed: then nothing is done. A refusal is no answer here, for what is known may be old.
   */
  private Optional<Table> assumed(Table known, UnaryOperator<Table> change) {
    try {
      var requested = change.apply(known);
      if (options.cascade() != Cascade.TABLE_ONLY
          || options.archive() != Archive.KEEP
          || !TableRules.isPlainChange(known, requested)) {
        return Optional.empty();
      }
      var listed = listed(requested);
      var stored =
          context.store().write(tx -> alter(tx, tx.tables().assume(known), listed, Folder.STAYS));
      context.cache().wrote(stored);
      return Optional.of(stored);
    } catch (CatalogException e) {
      context.cache().mistaken(name);
      if (e.kind() == Kind.UNAVAILABLE) {
        throw e; // perhaps it is done
      }
      return Optional.empty();
    }
  }

  private Table locked(Table requested) {
    if (!name.database().catalog().equals(requested.name().database().catalog())) {
      throw new CatalogException(
          Kind.UNSUPPORTED,
          Entity.TABLE,
          "Tables cannot be moved between catalogs: %s to %s".formatted(name, requested.name()));
    }
    var move = name.equals(requested.name()) ? null : move(require(), requested);
    if (move != null) {
      moveFolder(move.from(), move.to());
    }
    var target = move == null ? requested : requested.toBuilder().location(move.to()).build();
    var listed = listed(target);
    var folder = move == null ? Folder.STAYS : Folder.MOVED;
    try {
      var stored =
          context
              .store()
              .write(
                  tx -> {
                    var current =
                        context
                            .lock(tx, name)
                            .orElseThrow(() -> RemoteDatabases.tableNotFound(tx, name));
                    return alter(tx, current, listed, folder);
                  });
      context.cache().wrote(stored);
      return stored;
    } catch (RuntimeException e) {
      if (move != null) {
        undo(move, e);
      }
      throw e;
    }
  }

  /** With what its files say, where that is asked for. */
  private Table listed(Table requested) {
    if (!options.statistics().updates()
        || !name.equals(requested.name())
        || TableRules.asksToKeepStatistics(requested)
        || !TableCounts.hasFiles(requested)) {
      return requested;
    }
    var location = requested.location() == null ? require().location() : requested.location();
    return new TableCounts(context).ofChanged(requested, location, options.statistics());
  }

  /** What became of the table's folder before the change. */
  private enum Folder {
    STAYS,
    MOVED
  }

  /** Changes a table that the transaction holds, or takes to be so. */
  private Table alter(Transaction tx, Table current, Table requested, Folder folder) {
    check(options.expected(), current);
    if (!expectsPointer(options.expected())) {
      IcebergRules.checkPointer(current, requested);
    }
    var statistics = new StatisticsUpkeep(tx);
    boolean changesKeys = changesKeys(tx, current, requested);
    long now = context.clock().millis();
    var changed =
        statistics.judged(
            current,
            changesKeys
                ? TableRules.changedWithKeys(current, requested, now)
                : TableRules.changed(current, requested, now),
            options.writer());
    if (!changed.name().database().equals(name.database())
        && tx.databases().find(changed.name().database()).isEmpty()) {
      throw notFound(Entity.DATABASE, changed.name().database());
    }
    boolean pins =
        folder == Folder.STAYS
            && current.isPartitioned()
            && !Objects.equals(current.location(), changed.location());
    if (pins) {
      tx.partitions().pinLocations(current);
    }
    var stored = context.update(tx, current, changed);
    if (options.archive() == Archive.SKIP) {
      tx.tables().deleteVersions(stored, List.of(current.version()));
    }
    boolean reachesPartitions = changesKeys | pins | statistics.dropStale(current, stored);
    ConstraintOperations.columnsChanged(tx, current, stored);
    AcidTables.renamed(tx, current, stored.name());
    boolean cascades = options.cascade() != Cascade.TABLE_ONLY && stored.isPartitioned();
    if (cascades) {
      reachesPartitions |= cascade(tx, current, stored);
    }
    var details = new LinkedHashMap<String, String>();
    if (!stored.name().equals(name)) {
      details.put(Change.RENAMED_FROM, name.toString());
    }
    if (reachesPartitions || cascades) {
      details.put(Change.PARTITIONS, reachesPartitions ? Change.EVERYTHING : Change.COLUMNS);
    }
    tx.changes()
        .append(
            context.tableChange(ChangeKind.ALTER_TABLE, stored, details),
            new OfTable(current, stored));
    return stored;
  }

  /** Makes layouts of partitions follow the table's. Whether more than columns changed. */
  private boolean cascade(Transaction tx, Table current, Table stored) {
    boolean isMore = false;
    for (var layout : tx.partitions().layouts(stored)) {
      var followed = layout.withColumns(stored.layout().columns());
      if (options.cascade() == Cascade.LAYOUT && areReadAlike(layout, current.layout())) {
        followed =
            followed
                .withFormats(stored.layout().inputFormat(), stored.layout().outputFormat())
                .withSerDe(stored.layout().serDe().withName(layout.serDe().name()));
        isMore |= !followed.equals(layout.withColumns(stored.layout().columns()));
      }
      if (!followed.equals(layout)) {
        tx.partitions().replaceLayout(stored, layout, followed);
      }
    }
    return isMore;
  }

  private static boolean areReadAlike(StorageLayout one, StorageLayout other) {
    return Objects.equals(one.inputFormat(), other.inputFormat())
        && Objects.equals(one.outputFormat(), other.outputFormat())
        && Objects.equals(one.serDe().library(), other.serDe().library());
  }

  /** Whether the table gets other keys, and may. The table is locked: nobody adds partitions. */
  private boolean changesKeys(Transaction tx, Table current, Table requested) {
    return options.keys() == KeyChange.WITHOUT_PARTITIONS
        && !TableRules.keepsKeys(current, requested)
        && tx.partitions().count(current) == 0;
  }

  /** Throws CONFLICT unless the table is as expected. */
  static void check(@Nullable Expected expected, Table current) {
    if (expected instanceof Expected.Parameter parameter) {
      IcebergRules.checkParameter(current, parameter.key(), parameter.value());
    } else if (expected instanceof Expected.Version version
        && version.version() != current.version()) {
      throw conflict(
          Entity.TABLE,
          "Table %s has version %d, not the expected %d"
              .formatted(current.name(), current.version(), version.version()));
    }
  }

  private static boolean expectsPointer(@Nullable Expected expected) {
    return expected instanceof Expected.Parameter parameter
        && parameter.key().equals(IcebergRules.METADATA_LOCATION);
  }

  private record Move(String from, String to) {}

  /** The move of files that renaming asks for; null when files stay where they are. */
  private @Nullable Move move(Table current, Table requested) {
    if (new TableOperations(context).find(requested.name()).isPresent()) {
      throw alreadyExists(Entity.TABLE, requested.name());
    }
    var from = current.location();
    boolean clientMoved =
        requested.location() != null
            && !requested.location().isBlank()
            && (from == null || !Locations.isSame(requested.location(), from));
    if (from == null || clientMoved || current.type() != TableType.MANAGED_TABLE) {
      return null;
    }
    var databases = new DatabaseOperations(context);
    var before = databases.require(current.name().database());
    var byDefault = TableRules.defaultLocation(before, current.type(), current.name().name());
    if (!Locations.isSame(from, byDefault)) {
      return null;
    }
    var after = databases.require(requested.name().database());
    return new Move(
        from, TableRules.defaultLocation(after, current.type(), requested.name().name()));
  }

  private void moveFolder(String from, String to) {
    if (context.files().exists(from)) {
      context.files().move(from, to);
    } else {
      context.files().makeFolder(to); // somebody removed the empty folder: nothing to carry along
    }
  }

  private void undo(Move move, RuntimeException cause) {
    try {
      moveFolder(move.to(), move.from());
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
