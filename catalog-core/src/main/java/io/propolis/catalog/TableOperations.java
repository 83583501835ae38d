package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.conflict;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.NamePattern;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.TableVersion;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.rules.TableRules;
import io.propolis.catalog.store.TableSummary;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables and views. */
public final class TableOperations {
  private final Context context;

  TableOperations(Context context) {
    this.context = context;
  }

  /** Never older than the newest write acknowledged before the call. */
  public Optional<Table> find(TableName name) {
    return context.cache().find(name);
  }

  /** Throws NOT_FOUND. */
  public Table require(TableName name) {
    return find(name).orElseThrow(() -> notFound(Entity.TABLE, name));
  }

  /** Those that exist, in the order of the request, each once. */
  public List<Table> findAll(DatabaseName database, Collection<String> names) {
    var folded = names.stream().map(Names::fold).distinct().toList();
    var found =
        context.store().read(tx -> tx.tables().findAll(database, folded)).stream()
            .collect(Collectors.toMap(table -> table.name().name(), table -> table));
    return folded.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Sorted. Throws NOT_FOUND for the database. */
  public List<String> names(DatabaseName database) {
    return context
        .store()
        .read(
            tx -> {
              if (tx.databases().find(database).isEmpty()) {
                throw notFound(Entity.DATABASE, database);
              }
              return tx.tables().names(database);
            });
  }

  /** All tables of a database, whole, sorted by name. Empty for an unknown database. */
  public List<Table> all(DatabaseName database) {
    return context.store().read(tx -> tx.tables().all(database));
  }

  /** What listings show, for all databases and tables of a catalog whose names match. */
  public List<TableSummary> summaries(String catalog, NamePattern databases, NamePattern tables) {
    return context.store().read(tx -> tx.tables().summaries(Names.fold(catalog))).stream()
        .filter(t -> databases.matches(t.name().database().name()))
        .filter(t -> tables.matches(t.name().name()))
        .toList();
  }

  /** What listings show of the tables of one database. Empty for an unknown database. */
  public List<TableSummary> summaries(DatabaseName database) {
    return context.store().read(tx -> tx.tables().summaries(database));
  }

  /** All kept versions, newest first. Throws NOT_FOUND. */
  public List<TableVersion> versions(TableName name) {
    return context
        .store()
        .read(
            tx ->
                tx.tables()
                    .versions(
                        tx.tables().find(name).orElseThrow(() -> notFound(Entity.TABLE, name))));
  }

  /**
   * Makes the table and, unless it is a view, its folder. Throws NOT_FOUND for the database,
   * ALREADY_EXISTS, INVALID.
   */
  public Table create(Table requested, FileStatistics.Mode statistics) {
    return create(requested, List.of(), statistics);
  }

  /** The same for a table with constraints, which are checked as when they are added later. */
  public Table create(
      Table requested, Collection<Constraint> constraints, FileStatistics.Mode statistics) {
    var databaseName = requested.name().database();
    var database =
        new DatabaseOperations(context)
            .find(databaseName)
            .orElseThrow(() -> notFound(Entity.DATABASE, databaseName));
    var completed =
        TableRules.completed(
            requested, database, context.caller().user(), context.clock().millis());
    if (find(completed.name()).isPresent()) {
      throw alreadyExists(Entity.TABLE, completed.name());
    }
    var folder =
        new MadeFolder(context.files(), completed.type().isView() ? null : completed.location());
    var table =
        statistics == FileStatistics.Mode.UPDATE && !TableRules.asksToKeepStatistics(requested)
            ? withFileStatistics(completed, folder.isNew())
            : completed;
    try {
      return context
          .store()
          .write(
              tx -> {
                var stored = tx.tables().insert(table, context.author());
                tx.changes().append(context.tableChange(ChangeKind.CREATE_TABLE, stored, Map.of()));
                new ConstraintOperations(context).add(tx, stored, constraints);
                return stored;
              });
    } catch (RuntimeException e) {
      folder.undo(e);
      throw e;
    }
  }

  /** What a change of a table does beside replacing it. */
  public record AlterOptions(
      Cascade cascade, FileStatistics.Mode statistics, @Nullable Expected expected) {
    public static final AlterOptions PLAIN =
        new AlterOptions(Cascade.TABLE_ONLY, FileStatistics.Mode.UPDATE, null);

    /** The same, for {@code expected} only. */
    public AlterOptions expecting(Expected newExpected) {
      return new AlterOptions(cascade, statistics, newExpected);
    }
  }

  /** Whether a change of columns reaches existing partitions (Hive's CASCADE). */
  public enum Cascade {
    TABLE_ONLY,
    PARTITIONS
  }

  /** What must still hold when the change is made, or it ends in CONFLICT. */
  public sealed interface Expected {
    /**
     * A parameter has this value; null means it is absent (Hive's compare-and-swap, HIVE-26882).
     */
    record Parameter(String key, @Nullable String value) implements Expected {}

    /** The table has this version (Glue's {@code VersionId}). */
    record Version(long version) implements Expected {}
  }

  /**
   * Replaces the table; another name renames it, and moves the folder of a managed table that lies
   * where tables of its name lie. Returns the stored table.
   *
   * @throws CatalogException NOT_FOUND; ALREADY_EXISTS when the new name is taken; CONFLICT when
   *     something else was expected; INVALID
   */
  public Table alter(TableName name, Table requested, AlterOptions options) {
    var current = find(name).orElseThrow(() -> notFound(Entity.TABLE, name));
    var move = name.equals(requested.name()) ? null : move(current, requested);
    if (move != null) {
      moveFolder(move.from(), move.to());
    }
    var target = move == null ? requested : requested.toBuilder().location(move.to()).build();
    var listed =
        options.statistics() == FileStatistics.Mode.UPDATE
                && !TableRules.asksToKeepStatistics(requested)
            ? withFileStatistics(current, target)
            : target;
    try {
      return context.store().write(tx -> alter(tx, name, listed, options, move != null));
    } catch (RuntimeException e) {
      if (move != null) {
        undo(move, e);
      }
      throw e;
    }
  }

  private Table alter(
      Transaction tx, TableName name, Table requested, AlterOptions options, boolean moved) {
    var current = tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
    check(options.expected(), current);
    var changed = TableRules.changed(current, requested, context.clock().millis());
    if (!changed.name().database().equals(name.database())
        && tx.databases().find(changed.name().database()).isEmpty()) {
      throw notFound(Entity.DATABASE, changed.name().database());
    }
    if (!moved
        && current.isPartitioned()
        && !Objects.equals(current.location(), changed.location())) {
      tx.partitions().pinLocations(current);
    }
    var stored = tx.tables().update(current, changed, ChangeKind.ALTER_TABLE, context.author());
    dropStaleStatistics(tx, current, stored);
    if (options.cascade() == Cascade.PARTITIONS && stored.isPartitioned()) {
      var columns = stored.layout().columns();
      for (var layout : tx.partitions().layouts(stored)) {
        if (!layout.columns().equals(columns)) {
          tx.partitions().replaceLayout(stored, layout, layout.withColumns(columns));
        }
      }
    }
    var details =
        stored.name().equals(name)
            ? Map.<String, String>of()
            : Map.of(Change.RENAMED_FROM, name.toString());
    tx.changes().append(context.tableChange(ChangeKind.ALTER_TABLE, stored, details));
    return stored;
  }

  /** Drops the table with all it has. Returns what was dropped. Throws NOT_FOUND. */
  public Table drop(TableName name, DropData data) {
    record Dropped(Table table, @Nullable Database database, List<String> foreign) {}
    var dropped =
        context
            .store()
            .write(
                tx -> {
                  var table =
                      tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
                  var foreign =
                      table.isPartitioned() && DataRemoval.ownsData(table)
                          ? tx.partitions().foreignLocations(table)
                          : List.<String>of();
                  tx.tables().delete(table);
                  tx.changes().append(context.tableChange(ChangeKind.DROP_TABLE, table, Map.of()));
                  return new Dropped(
                      table, tx.databases().find(name.database()).orElse(null), foreign);
                });
    if (data == DropData.DELETE_FILES) {
      var removal = new DataRemoval(context, dropped.database());
      removal.removeTable(dropped.table());
      dropped.foreign().forEach(removal::remove);
    }
    return dropped.table();
  }

  /**
   * Removes the data of a table and of all its partitions. Throws NOT_FOUND; INVALID when the table
   * does not own its data; UNAVAILABLE when storage does not let files go.
   */
  public void truncate(TableName name, DropData data) {
    new Truncation(context, name).all(data);
  }

  /** Whether an insert keeps the rows that stood before. */
  public enum Insertion {
    APPENDED,
    REPLACED
  }

  /**
   * Logs that somebody wrote rows: the catalog does not see files by itself.
   *
   * @param partitions values of those written to; empty for the table as a whole
   * @throws CatalogException NOT_FOUND for the table or a partition
   */
  public void recordInsert(
      TableName name, Collection<List<String>> partitions, Insertion insertion) {
    context
        .store()
        .<Void>write(
            tx -> {
              var table = tx.tables().find(name).orElseThrow(() -> notFound(Entity.TABLE, name));
              var values =
                  partitions.stream().map(v -> PartitionRules.values(table, v)).distinct().toList();
              if (tx.partitions().findAll(table, values).size() < values.size()) {
                throw notFound(Entity.PARTITION, "one of " + values + " in " + name);
              }
              tx.changes()
                  .append(
                      context.partitionChange(
                          ChangeKind.INSERT,
                          table,
                          values,
                          Map.of("replace", Boolean.toString(insertion == Insertion.REPLACED))));
              return null;
            });
  }

  private static void check(@Nullable Expected expected, Table current) {
    if (expected instanceof Expected.Parameter parameter) {
      var actual = current.parameters().get(parameter.key());
      if (!Objects.equals(actual, parameter.value())) {
        // Iceberg's Hive client recognises a lost commit by the beginning of this text
        // (HIVE-26882).
        throw conflict(
            Entity.TABLE,
            "The table has been modified. The parameter value for key '%s' is '%s'. The expected was value was '%s'"
                .formatted(parameter.key(), actual, parameter.value()));
      }
    } else if (expected instanceof Expected.Version version
        && version.version() != current.version()) {
      throw conflict(
          Entity.TABLE,
          "Table %s has version %d, not the expected %d"
              .formatted(current.name(), current.version(), version.version()));
    }
  }

  /** Statistics of a column that went or changed its type say nothing any more. */
  private static void dropStaleStatistics(Transaction tx, Table before, Table after) {
    if (before.layout().columns().equals(after.layout().columns())) {
      return;
    }
    var kept =
        after.layout().columns().stream()
            .collect(
                Collectors.toMap(
                    c -> Names.fold(c.name()), Column::type, (first, second) -> first));
    for (var column : before.layout().columns()) {
      if (!column.type().equals(kept.get(Names.fold(column.name())))) {
        tx.statistics().deleteTable(after, Names.fold(column.name()), ColumnStatistics.HIVE_ENGINE);
      }
    }
  }

  private record Move(String from, String to) {}

  /** The move of files that renaming asks for; null when files stay where they are. */
  private @Nullable Move move(Table current, Table requested) {
    if (find(requested.name()).isPresent()) {
      throw alreadyExists(Entity.TABLE, requested.name());
    }
    var from = current.location();
    boolean clientMoved =
        requested.location() != null
            && !requested.location().isBlank()
            && !requested.location().equals(from);
    if (from == null || clientMoved || current.type() != TableType.MANAGED_TABLE) {
      return null;
    }
    var databases = new DatabaseOperations(context);
    var before = databases.require(current.name().database());
    if (!from.equals(TableRules.defaultLocation(before, current.type(), current.name().name()))) {
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

  private Table withFileStatistics(Table table, boolean newFolder) {
    if (table.isPartitioned() || table.type().isView()) {
      return table;
    }
    var parameters =
        newFolder
            ? FileStatistics.ofEmptyFolder(table.parameters())
            : FileStatistics.refreshed(context.files(), table.location(), table.parameters());
    return table.toBuilder().parameters(parameters).build();
  }

  private Table withFileStatistics(Table current, Table requested) {
    if (requested.location() == null) {
      return withFileStatistics(requested.toBuilder().location(current.location()).build(), false)
          .toBuilder()
          .location(null)
          .build();
    }
    return withFileStatistics(requested, false);
  }

  /** Names of tables whose summary passes the filter, sorted. Throws NOT_FOUND for the database. */
  public List<String> names(
      DatabaseName database, java.util.function.Predicate<TableSummary> filter) {
    var names = new ArrayList<String>();
    context
        .store()
        .<Void>read(
            tx -> {
              if (tx.databases().find(database).isEmpty()) {
                throw notFound(Entity.DATABASE, database);
              }
              for (var table : tx.tables().summaries(database)) {
                if (filter.test(table)) {
                  names.add(table.name().name());
                }
              }
              return null;
            });
    return names;
  }
}
