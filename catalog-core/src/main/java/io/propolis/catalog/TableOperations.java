package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.NewTable.Attachment;
import io.propolis.catalog.cache.CatalogCache.Moment;
import io.propolis.catalog.cache.TableListing;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.NamePattern;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.TableVersion;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.ForeignData;
import io.propolis.catalog.rules.TableRules;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.catalog.search.TableSearch;
import io.propolis.catalog.search.TableSearch.Found;
import io.propolis.catalog.store.TableSummary;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tables and views. */
public final class TableOperations {
  private final Context context;

  TableOperations(Context context) {
    this.context = context;
  }

  /** Never older than the newest write acknowledged before the call. */
  public Optional<Table> find(TableName name) {
    return context.cache().now().table(name);
  }

  /** Throws NOT_FOUND. */
  public Table require(TableName name) {
    var now = context.cache().now();
    return now.table(name).orElseThrow(() -> missing(now, name));
  }

  CatalogException missing(Moment now, TableName name) {
    now.database(name.database())
        .ifPresent(found -> RemoteDatabases.requireLocal(found, RemoteDatabases.ASK));
    return notFound(Entity.TABLE, name);
  }

  /** Those that exist, in the order of the request, each once. */
  public List<Table> findAll(DatabaseName database, Collection<String> names) {
    var folded = names.stream().map(Names::fold).distinct().toList();
    var found = context.cache().now().tables(database, folded);
    return folded.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /** Sorted; the same list for as long as it says the same. Throws NOT_FOUND for the database. */
  public List<String> names(DatabaseName database) {
    var now = context.cache().now();
    requireLocal(now, database);
    return now.listing(database).names();
  }

  private static void requireLocal(Moment now, DatabaseName name) {
    var database = now.database(name).orElseThrow(() -> notFound(Entity.DATABASE, name));
    RemoteDatabases.requireLocal(database, RemoteDatabases.ASK);
  }

  /** All tables of a database, whole, sorted by name. Empty for an unknown database. */
  public List<Table> all(DatabaseName database) {
    return context.store().read(tx -> tx.tables().all(database));
  }

  /** What listings show, for all databases and tables of a catalog whose names match. */
  public List<TableSummary> summaries(String catalog, NamePattern databases, NamePattern tables) {
    return summaries(catalog, databases).stream()
        .flatMap(List::stream)
        .filter(t -> tables.matches(t.name().name()))
        .toList();
  }

  /**
   * What listings show of the tables of all databases of a catalog whose names match, one list for
   * each database: the same list for as long as it says the same.
   */
  public List<List<TableSummary>> summaries(String catalog, NamePattern databases) {
    var now = context.cache().now();
    var folded = Names.fold(catalog);
    var matching =
        now.databases(folded).names().stream()
            .filter(databases::matches)
            .map(name -> new DatabaseName(folded, name))
            .toList();
    return now.listings(folded, matching).stream().map(TableListing::summaries).toList();
  }

  /**
   * What listings show of the tables of one database; the same list for as long as it says the
   * same. Empty for an unknown database.
   */
  public List<TableSummary> summaries(DatabaseName database) {
    var now = context.cache().now();
    var summaries = now.listing(database).summaries();
    if (summaries.isEmpty() && now.database(database).isPresent()) {
      requireLocal(now, database);
    }
    return summaries;
  }

  /**
   * Tables of a catalog by what is said about them: a look-up in memory, whatever their number. All
   * that was acknowledged before is found. INVALID when it goes on where no portion of it ended.
   */
  public Found search(String catalog, TableSearch search) {
    return context.cache().now().search(catalog).find(search);
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
   * Makes the table and, unless it is a view or its rows are elsewhere, its folder. Throws
   * NOT_FOUND for the database, ALREADY_EXISTS, INVALID.
   */
  public Table create(Table requested, FileStatistics.Mode statistics) {
    return create(NewTable.of(requested), statistics);
  }

  /** The same for a table with constraints, which are checked as when they are added later. */
  public Table create(
      Table requested, Collection<Constraint> constraints, FileStatistics.Mode statistics) {
    return create(NewTable.of(requested).withConstraints(constraints), statistics);
  }

  /** The same for a table with all that it has from the start. */
  public Table create(NewTable requested, FileStatistics.Mode statistics) {
    return create(
        requested.table(),
        statistics,
        (tx, stored) -> {
          new ConstraintOperations(context).add(tx, stored, requested.constraints());
          new GrantOperations(context).grantOnNew(tx, stored, requested.grants());
          if (!requested.statistics().isEmpty()) {
            StatisticsWriting.withNew(context, tx, stored).ofTable(requested.statistics());
          }
          requested.resources().forEach(each -> attach(tx, stored, each));
        });
  }

  private void attach(Transaction tx, Table stored, Attachment attached) {
    new ResourceWrites(context, tx)
        .create(
            ResourceKey.of(attached.kind(), stored, attached.name()),
            attached.document(),
            Map.of());
  }

  /** What is stored with a new table, in its transaction. */
  interface Addition {
    void addTo(Transaction tx, Table stored);
  }

  /** The same for a table that is stored with something of its own. */
  Table create(Table requested, FileStatistics.Mode statistics, Addition addition) {
    var databaseName = requested.name().database();
    var now = context.cache().now();
    var database =
        now.database(databaseName).orElseThrow(() -> notFound(Entity.DATABASE, databaseName));
    RemoteDatabases.requireLocal(database, "Create table in");
    var completed = TableRules.completed(requested, database, context.clock().millis());
    var folder = folderOfNew(now, completed);
    var table =
        statistics.updates() && !TableRules.asksToKeepStatistics(requested)
            ? new TableCounts(context).ofNew(completed, folder, statistics)
            : completed;
    try {
      var made =
          context
              .store()
              .write(
                  tx -> {
                    var stored = tx.tables().insert(table, context.author());
                    tx.changes()
                        .append(
                            context.tableChange(ChangeKind.CREATE_TABLE, stored, Map.of()),
                            new OfTable(null, stored));
                    addition.addTo(tx, stored);
                    return stored;
                  });
      context.cache().wrote(made);
      return made;
    } catch (RuntimeException e) {
      folder.undo(e);
      throw e;
    }
  }

  /** The table is not looked for where nobody knows of it: the store refuses a second one. */
  private MadeFolder folderOfNew(Moment now, Table table) {
    if (now.kept(table.name()).isPresent()) {
      throw alreadyExists(Entity.TABLE, table.name());
    }
    try {
      boolean hasNone = table.type().isView() || ForeignData.holds(table);
      return new MadeFolder(context.files(), hasNone ? null : table.location());
    } catch (RuntimeException e) {
      if (now.table(table.name()).isPresent()) {
        throw alreadyExists(Entity.TABLE, table.name());
      }
      throw e;
    }
  }

  /** What a change of a table does beside replacing it. */
  public record AlterOptions(
      Cascade cascade,
      FileStatistics.Mode statistics,
      @Nullable Expected expected,
      Writer writer,
      Archive archive,
      KeyChange keys) {
    public static final AlterOptions PLAIN =
        new AlterOptions(Cascade.TABLE_ONLY, FileStatistics.Mode.UPDATE, null);

    /** Outside of any transaction. */
    public AlterOptions(
        Cascade cascade, FileStatistics.Mode statistics, @Nullable Expected expected) {
      this(cascade, statistics, expected, Writer.NONE);
    }

    /** Keeps the version that is replaced. */
    public AlterOptions(
        Cascade cascade,
        FileStatistics.Mode statistics,
        @Nullable Expected expected,
        Writer writer) {
      this(cascade, statistics, expected, writer, Archive.KEEP, KeyChange.REFUSED);
    }

    /** The same, for {@code expected} only. */
    public AlterOptions expecting(Expected newExpected) {
      return new AlterOptions(cascade, statistics, newExpected, writer, archive, keys);
    }

    /** The same, by a transaction. */
    public AlterOptions by(Writer newWriter) {
      return new AlterOptions(cascade, statistics, expected, newWriter, archive, keys);
    }
  }

  /** Whether a change of columns reaches existing partitions (Hive's CASCADE). */
  public enum Cascade {
    TABLE_ONLY,
    PARTITIONS,
    /** Formats and SerDe, too, of those partitions that are read as the table was. */
    LAYOUT
  }

  /** What becomes of the version that a change replaces (Glue's {@code SkipArchive}). */
  public enum Archive {
    KEEP,
    SKIP
  }

  /** Whether a table may get other partition keys. */
  public enum KeyChange {
    /** As in Hive. */
    REFUSED,
    /** As in Glue, where clients drop the partitions first: values would have no key any more. */
    WITHOUT_PARTITIONS
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
    return new TableAlteration(context, name, options).to(requested);
  }

  /**
   * The same for a new state that depends on the present one.
   *
   * @param change is given the table, which need not be the newest, and asked again when it was not
   */
  public Table alter(TableName name, UnaryOperator<Table> change, AlterOptions options) {
    return new TableAlteration(context, name, options).by(change);
  }

  /**
   * Drops the table with all it has. Returns what was dropped. Throws NOT_FOUND; INVALID when it
   * holds the data of an index.
   */
  public Table drop(TableName name, DropData data) {
    if (data.removes()) {
      find(name)
          .filter(DataRemoval::ownsData)
          .ifPresent(table -> DataRemoval.check(context, "Table metadata", table.location()));
    }
    var dropped =
        context
            .store()
            .write(
                tx -> {
                  var table =
                      context
                          .lock(tx, name)
                          .orElseThrow(() -> RemoteDatabases.tableNotFound(tx, name));
                  if (table.type() == TableType.INDEX_TABLE && tx.indexes().holdsData(table)) {
                    throw invalid(
                        Entity.TABLE,
                        "The table %s is an index table. Please do drop index instead."
                            .formatted(name));
                  }
                  var all = new ArrayList<>(new IndexOperations(context).dropAll(tx, table));
                  all.add(0, drop(tx, table));
                  return all;
                });
    if (data.removes()) {
      dropped.forEach(each -> each.removeFiles(context, data));
    }
    return dropped.get(0).table();
  }

  /**
   * A table that is gone, and what is left to remove.
   *
   * @param database where it was; null, too, when its data is not its own
   */
  record DroppedTable(Table table, @Nullable Database database, List<String> foreign) {
    void removeFiles(Context context, DropData data) {
      var removal = DataRemoval.in(database, data, context).of(table);
      removal.removeTable(table);
      foreign.forEach(removal::remove);
    }
  }

  /** Drops a table that the transaction holds; its files stay. */
  DroppedTable drop(Transaction tx, Table table) {
    var foreign =
        table.isPartitioned() && DataRemoval.ownsData(table)
            ? tx.partitions().foreignLocations(table)
            : List.<String>of();
    tx.tables().delete(table);
    AcidTables.dropped(tx, table);
    ResourceOperations.dropped(tx, table);
    TagOperations.dropped(tx, table);
    tx.changes()
        .append(
            context.tableChange(ChangeKind.DROP_TABLE, table, Map.of()), new OfTable(table, null));
    var database =
        DataRemoval.ownsData(table)
            ? tx.databases().find(table.name().database()).orElse(null)
            : null;
    return new DroppedTable(table, database, foreign);
  }

  /**
   * Removes the data of a table and of all its partitions. Throws NOT_FOUND; INVALID when the table
   * does not own its data; UNAVAILABLE when storage does not let files go.
   */
  public void truncate(TableName name, DropData data) {
    new Truncation(context, name).all(data);
  }

  /** Names of tables whose summary passes the filter, sorted. Throws NOT_FOUND for the database. */
  public List<String> names(
      DatabaseName database, java.util.function.Predicate<TableSummary> filter) {
    var now = context.cache().now();
    requireLocal(now, database);
    return now.listing(database).summaries().stream()
        .filter(filter)
        .map(table -> table.name().name())
        .toList();
  }
}
