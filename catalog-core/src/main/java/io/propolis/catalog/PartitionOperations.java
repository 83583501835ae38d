package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.Safeguards.StorageChecks;
import io.propolis.catalog.cache.CatalogCache;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.index.PartitionIndex;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Partitions. Lists come sorted by partition name. Every method throws NOT_FOUND (TABLE) for an
 * unknown table.
 */
public final class PartitionOperations {
  /** What adding does with partitions that stand already. */
  public enum Existing {
    /** Refuse all with ALREADY_EXISTS. */
    REFUSE,
    /** Leave them as they are and add the others. */
    SKIP
  }

  private static final int ALL = -1;

  private final Context context;

  PartitionOperations(Context context) {
    this.context = context;
  }

  /** Values of all partitions. */
  public List<List<String>> values(TableName name) {
    return values(list(name, ALL));
  }

  /**
   * Values of the partitions that the predicate may be true for. INVALID when it names other keys.
   */
  public List<List<String>> values(TableName name, Predicate predicate) {
    return values(listMatching(name, predicate, ALL));
  }

  private static List<List<String>> values(PartitionList partitions) {
    var values = new ArrayList<List<String>>(partitions.size());
    partitions.forEachValues(values::add);
    return values;
  }

  /**
   * What a predicate selects.
   *
   * @param values of the partitions that it may be true for
   * @param certain whether it is true for all of them; else a part of it could not be evaluated
   */
  public record Selection(List<List<String>> values, boolean certain) {}

  /** Selects partitions. INVALID when the predicate names other keys. */
  public Selection select(TableName name, Predicate predicate) {
    var partitions = listMatching(name, predicate, ALL);
    return new Selection(values(partitions), partitions.isCertain());
  }

  /** Values that begin as the pattern does; "" in a pattern stands for any value. */
  public List<List<String>> valuesLike(TableName name, List<String> pattern) {
    return values(listLike(name, pattern, ALL));
  }

  /**
   * Refuses a request for more whole partitions than the operator allows.
   *
   * @param max most partitions the client takes; negative for all
   * @param matching how many there are, asked for only when needed
   */
  public void checkLimit(TableName name, int max, LongSupplier matching) {
    int limit = context.settings().safeguards().partitionLimit();
    if (limit < 0) {
      return;
    }
    long wanted = max < 0 ? matching.getAsLong() : max;
    if (wanted > limit) {
      throw invalid(
          Entity.PARTITION,
          "Number of partitions scanned (=%d) on table '%s' exceeds limit (=%d). This is controlled on the metastore server by metastore.limit.partition.request."
              .formatted(wanted, name.name(), limit));
    }
  }

  public long count(TableName name) {
    return list(name, ALL).size();
  }

  public Optional<Partition> find(TableName name, List<String> values) {
    var now = context.cache().now();
    var table = require(now, name);
    var folded = PartitionRules.values(table, values);
    var index = now.partitionsFor(table, 1, () -> counted(table));
    return index.isPresent()
        ? now.partition(table, index.get(), folded)
        : context.store().read(tx -> tx.partitions().find(table, folded));
  }

  private long counted(Table table) {
    return context.store().read(tx -> tx.partitions().count(table));
  }

  /** Those that exist, each once. */
  public List<Partition> findAll(TableName name, Collection<List<String>> values) {
    return listNamed(name, values).toList();
  }

  /** Hands over all partitions one by one. */
  public void forEach(TableName name, Consumer<Partition> consumer) {
    list(name, ALL).forEach(consumer);
  }

  /**
   * All partitions.
   *
   * @param limit how many at most, the first ones; negative for all
   */
  public PartitionList list(TableName name, int limit) {
    return listMatching(name, Predicate.ALL, limit);
  }

  /**
   * Those that the predicate may be true for. INVALID when it names other keys.
   *
   * @param limit how many at most, the first ones; negative for all
   */
  public PartitionList listMatching(TableName name, Predicate predicate, int limit) {
    return listMatching(name, predicate, PartitionRange.first(limit));
  }

  /**
   * Those of a range that the predicate may be true for. INVALID when it names other keys. A page
   * costs what lies between its beginning and its end, not what lies before.
   */
  public PartitionList listMatching(TableName name, Predicate predicate, PartitionRange range) {
    var now = context.cache().now();
    var table = require(now, name);
    return now.partitions(table)
        .<PartitionList>map(
            index ->
                new IndexedPartitions(
                    table, index, IndexedPartitions.select(index, table, predicate, range)))
        .orElseGet(() -> StoredPartitions.matching(context.store(), table, predicate, range));
  }

  /**
   * A value that some partition has under a key and that is not what it should be: the first one
   * found. Empty, too, when the table takes more memory than it may: then nobody looks.
   *
   * @param key its place among the keys
   * @param what names the test, which is always the same for the same name: its answer is kept
   */
  public Optional<String> misfit(
      TableName name, int key, Object what, java.util.function.Predicate<String> test) {
    var now = context.cache().now();
    return now.partitions(require(now, name)).flatMap(index -> index.misfit(key, what, test));
  }

  /**
   * Those whose values begin as the pattern does; "" stands for any value.
   *
   * @param limit how many at most, the first ones; negative for all
   */
  public PartitionList listLike(TableName name, List<String> pattern, int limit) {
    var now = context.cache().now();
    var table = require(now, name);
    checkPattern(table, pattern);
    return now.partitions(table)
        .<PartitionList>map(
            index -> new IndexedPartitions(table, index, index.like(pattern, limit)))
        .orElseGet(() -> StoredPartitions.like(context.store(), table, pattern, limit));
  }

  /** Those of the named ones that exist, each once, in the order of their names. */
  public PartitionList listNamed(TableName name, Collection<List<String>> values) {
    var now = context.cache().now();
    var table = require(now, name);
    var folded = values.stream().map(v -> PartitionRules.values(table, v)).toList();
    var index = now.partitionsFor(table, folded.size(), () -> counted(table));
    if (index.isPresent()) {
      var rows = new PartitionIndex.Selection(index.get().find(folded), true);
      return new IndexedPartitions(table, index.get(), rows);
    }
    var found = context.store().read(tx -> tx.partitions().findAll(table, folded));
    return new CollectedPartitions(table, found, true);
  }

  /**
   * Those of the named ones that exist, each once, in the order of their names.
   *
   * @param names as Hive writes them; others are those of no partition
   */
  public PartitionList listByNames(TableName name, Collection<String> names) {
    var now = context.cache().now();
    var table = require(now, name);
    var keys = table.partitionKeys();
    var index = now.partitionsFor(table, names.size(), () -> counted(table));
    if (index.isPresent()) {
      var rows = new PartitionIndex.Selection(index.get().findNamed(names, keys), true);
      return new IndexedPartitions(table, index.get(), rows);
    }
    var reader = PartitionNames.reader(keys);
    var values = names.stream().flatMap(each -> reader.exact(each).stream()).toList();
    var found = context.store().read(tx -> tx.partitions().findAll(table, values));
    return new CollectedPartitions(table, found, true);
  }

  /** Partitions that the predicate may be true for. INVALID when it names other keys. */
  public List<Partition> matching(TableName name, Predicate predicate) {
    return listMatching(name, predicate, ALL).toList();
  }

  /** Partitions whose values begin as the pattern does; "" stands for any value. */
  public List<Partition> like(TableName name, List<String> pattern) {
    return listLike(name, pattern, ALL).toList();
  }

  /**
   * Adds partitions, all or none, and makes their folders. Returns those added. INVALID when the
   * table has no partition keys, when values are too few or many, or when the request names one
   * twice.
   */
  public List<Partition> add(
      TableName name,
      Collection<Partition> requested,
      Existing existing,
      FileStatistics.Mode statistics) {
    return add(name, requested, Map.of(), existing, statistics);
  }

  /**
   * The same for partitions with statistics of columns, by values, each written by the transaction
   * that has stamped the partition. Of partitions that are skipped, they replace what stands.
   */
  public List<Partition> add(
      TableName name,
      Collection<Partition> requested,
      Map<List<String>, List<ColumnStatistics>> columns,
      Existing existing,
      FileStatistics.Mode statistics) {
    var table = require(name);
    if (!table.isPartitioned()) {
      throw invalid(Entity.PARTITION, "Table " + name + " is not partitioned");
    }
    checkPhysical(table, requested);
    var now = context.clock().millis();
    var completed = requested.stream().map(p -> PartitionRules.completed(table, p, now)).toList();
    checkDistinct(table, completed);
    // No folder is made of a partition that stands; without folders the transaction alone looks.
    boolean looks = existing == Existing.SKIP && context.files().makesFolders();
    var absent = looks ? withoutStanding(table, completed) : completed;
    var counts = new PartitionCounts(context);
    var folders = new ArrayList<MadeFolder>(absent.size());
    try {
      var ready = new ArrayList<Partition>(absent.size());
      for (var partition : absent) {
        var folder = new MadeFolder(context.files(), partition.location());
        folders.add(folder);
        ready.add(statistics.updates() ? counts.ofNew(partition, folder, statistics) : partition);
      }
      return context
          .store()
          .write(
              tx -> {
                var added = add(tx, table, ready, existing);
                if (!columns.isEmpty()) {
                  StatisticsWriting.withNew(context, tx, lock(tx, table), completed)
                      .ofPartitions(columns);
                }
                return added;
              });
    } catch (RuntimeException e) {
      folders.forEach(folder -> folder.undo(e));
      throw e;
    }
  }

  private List<Partition> add(
      Transaction tx, Table table, List<Partition> partitions, Existing existing) {
    // Shared: additions do not touch one another, and those of many clients go on side by side.
    var current =
        tx.tables()
            .share(table)
            .filter(shared -> shared.id() == table.id())
            .orElseThrow(() -> notFound(Entity.TABLE, table.name()));
    var added = partitions;
    if (existing == Existing.SKIP) {
      added = tx.partitions().insertAbsent(current, partitions);
    } else if (!partitions.isEmpty()) {
      tx.partitions().insert(current, partitions);
    }
    if (!added.isEmpty()) {
      new GrantOperations(context).copyToPartitions(tx, current, added);
      new PartitionChanges(context, tx, current).added(added);
    }
    return added;
  }

  /** Replaces partitions of the same values, all or none. INVALID when one does not exist. */
  public List<Partition> alter(
      TableName name, Collection<Partition> requested, FileStatistics.Mode statistics) {
    return alter(name, requested, statistics, Writer.NONE);
  }

  /** The same, by a transaction. */
  public List<Partition> alter(
      TableName name,
      Collection<Partition> requested,
      FileStatistics.Mode statistics,
      Writer writer) {
    var table = require(name);
    var now = context.clock().millis();
    var listed =
        statistics.updates()
            ? new PartitionCounts(context).ofChanged(table, requested, statistics)
            : List.copyOf(requested);
    return context
        .store()
        .write(
            tx -> {
              var current = lock(tx, table);
              var upkeep = new StatisticsUpkeep(tx);
              var changed = new ArrayList<Partition>(listed.size());
              var values =
                  listed.stream().map(p -> PartitionRules.values(current, p.values())).toList();
              var stored = new HashMap<List<String>, Partition>();
              tx.partitions().findAll(current, values).forEach(p -> stored.put(p.values(), p));
              for (int i = 0; i < listed.size(); i++) {
                var before = stored.get(values.get(i));
                if (before == null) {
                  throw notFound(Entity.PARTITION, label(current, values.get(i)));
                }
                changed.add(
                    upkeep.judged(
                        current,
                        before,
                        PartitionRules.changed(current, before, listed.get(i), now),
                        writer));
              }
              upkeep.dropStale(current, stored, changed);
              tx.partitions().update(current, changed);
              var log = new PartitionChanges(context, tx, current);
              for (var after : changed) {
                log.altered(
                    Objects.requireNonNull(stored.put(after.values(), after)), after, Map.of());
              }
              return changed;
            });
  }

  /**
   * Gives a partition other values; the folder of a managed table's partition moves when it lies
   * where partitions of its name lie. NOT_FOUND; ALREADY_EXISTS when the new values are taken.
   */
  public Partition rename(TableName name, List<String> values, Partition requested) {
    var table = require(name);
    var from = PartitionRules.values(table, values);
    var to = PartitionRules.values(table, requested.values());
    var current =
        find(name, from).orElseThrow(() -> notFound(Entity.PARTITION, label(table, from)));
    if (!from.equals(to) && find(name, to).isPresent()) {
      throw alreadyExists(Entity.PARTITION, label(table, to));
    }
    var oldFolder = PartitionRules.defaultLocation(table, from);
    boolean moves =
        table.type() == TableType.MANAGED_TABLE
            && !from.equals(to)
            && current.location() != null
            && oldFolder != null
            && Locations.isSame(current.location(), oldFolder)
            && context.files().exists(Objects.requireNonNull(oldFolder));
    var newFolder = PartitionRules.defaultLocation(table, to);
    var target = moves ? requested.withLocation(newFolder) : requested;
    if (moves) {
      context.files().move(Objects.requireNonNull(oldFolder), Objects.requireNonNull(newFolder));
    }
    try {
      return context.store().write(tx -> rename(tx, table, from, target));
    } catch (RuntimeException e) {
      if (moves) {
        context.files().move(Objects.requireNonNull(newFolder), Objects.requireNonNull(oldFolder));
      }
      throw e;
    }
  }

  private Partition rename(Transaction tx, Table table, List<String> from, Partition requested) {
    var locked = lock(tx, table);
    var before =
        tx.partitions()
            .find(locked, from)
            .orElseThrow(() -> notFound(Entity.PARTITION, label(locked, from)));
    var changed = PartitionRules.changed(locked, before, requested, context.clock().millis());
    tx.partitions().rename(locked, from, changed);
    new PartitionChanges(context, tx, locked).altered(before, changed, Map.of());
    return changed;
  }

  /** What dropping does when a partition does not exist. */
  public enum Missing {
    /** Refuse all with NOT_FOUND. */
    REFUSE,
    /** Drop the others. */
    SKIP
  }

  /** Drops partitions, all or none, and their files where the table owns its data. */
  public List<Partition> drop(
      TableName name, Collection<List<String>> values, Missing missing, DropData data) {
    var table = require(name);
    var folded = values.stream().map(v -> PartitionRules.values(table, v)).distinct().toList();
    boolean removes = data.removes() && DataRemoval.ownsData(table);
    if (removes && context.settings().safeguards().storage() == StorageChecks.ON) {
      context.store().read(tx -> tx.partitions().findAll(table, folded)).stream()
          .map(DataRemoval::folder)
          .forEach(folder -> DataRemoval.check(context, "Table partition", folder));
    }
    var dropped =
        context
            .store()
            .write(
                tx -> {
                  var current = lock(tx, table);
                  var found = tx.partitions().findAll(current, folded);
                  if (missing == Missing.REFUSE && found.size() < folded.size()) {
                    var present = new HashSet<List<String>>();
                    found.forEach(p -> present.add(p.values()));
                    var absent = folded.stream().filter(v -> !present.contains(v)).findFirst();
                    throw notFound(Entity.PARTITION, label(current, absent.orElseThrow()));
                  }
                  if (!found.isEmpty()) {
                    tx.partitions().delete(current, found.stream().map(Partition::values).toList());
                    new PartitionChanges(context, tx, current).dropped(found);
                  }
                  return found;
                });
    if (removes) {
      var database = new DatabaseOperations(context).find(name.database()).orElse(null);
      var removal = DataRemoval.in(database, data, context);
      dropped.forEach(partition -> removal.removePartition(table, partition));
    }
    return dropped;
  }

  /** Removes the data of partitions, all known or none; as {@link TableOperations#truncate}. */
  public void truncate(TableName name, Collection<List<String>> values, DropData data) {
    var table = require(name);
    var folded = values.stream().map(v -> PartitionRules.values(table, v)).distinct().toList();
    new Truncation(context, name).partitions(folded, data);
  }

  /**
   * Moves the partitions with the given values of some keys to another table, with their folders:
   * all or none. Column statistics stay behind. Returns them as they stand there.
   *
   * @throws CatalogException INVALID when the tables differ in columns or keys, or the description
   *     names no key or an unknown one; NOT_FOUND when no partition is described or a folder is
   *     missing; ALREADY_EXISTS when the other table has one of them
   */
  public List<Partition> exchange(
      Map<String, String> described, TableName source, TableName target) {
    var exchange = new PartitionExchange(context, require(source), require(target));
    var chosen = like(source, exchange.pattern(described));
    if (chosen.isEmpty()) {
      throw notFound(Entity.PARTITION, source + " has none with " + described);
    }
    return exchange.move(chosen);
  }

  private Table require(TableName name) {
    return new TableOperations(context).require(name);
  }

  private Table require(CatalogCache.Moment now, TableName name) {
    return now.table(name).orElseThrow(() -> new TableOperations(context).missing(now, name));
  }

  /** The table as it is now, held until the end of the transaction. */
  private static Table lock(Transaction tx, Table table) {
    return tx.tables()
        .lock(table)
        .filter(current -> current.id() == table.id())
        .orElseThrow(() -> notFound(Entity.TABLE, table.name()));
  }

  private List<Partition> withoutStanding(Table table, List<Partition> partitions) {
    return context.store().read(tx -> withoutStanding(tx, table, partitions));
  }

  private static List<Partition> withoutStanding(
      Transaction tx, Table table, List<Partition> partitions) {
    var standing =
        tx.partitions().standing(table, partitions.stream().map(Partition::values).toList());
    return partitions.stream().filter(p -> !standing.contains(p.values())).toList();
  }

  /** What lies in a view's partitions the view says, not a folder. */
  private static void checkPhysical(Table table, Collection<Partition> requested) {
    if (table.location() == null
        && requested.stream().anyMatch(p -> p.location() != null && !p.location().isBlank())) {
      throw invalid(
          Entity.PARTITION, "Cannot specify location for a view partition of " + table.name());
    }
  }

  private static void checkDistinct(Table table, List<Partition> partitions) {
    var seen = new HashSet<List<String>>();
    for (var partition : partitions) {
      if (!seen.add(partition.values())) {
        throw invalid(
            Entity.PARTITION,
            "The request names a partition twice: " + label(table, partition.values()));
      }
    }
  }

  private static void checkPattern(Table table, List<String> pattern) {
    if (pattern.isEmpty() || pattern.size() > table.partitionKeys().size()) {
      throw invalid(
          Entity.PARTITION,
          "Incorrect number of partition values: %d for the %d keys of %s"
              .formatted(pattern.size(), table.partitionKeys().size(), table.name()));
    }
  }

  private static String label(Table table, List<String> values) {
    return table.name() + "/" + PartitionNames.of(table.partitionKeys(), values);
  }
}
