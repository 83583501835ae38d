package io.propolis.catalog.cache;

import io.propolis.catalog.index.PartitionIndex;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.search.SearchIndex;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.CommittedChange;
import io.propolis.catalog.store.TableSummary;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Databases, tables, listings and partitions in memory, never stale: every read begins with {@link
 * #now}, which learns the catalog's position and forgets what has changed up to there. On a store
 * that knows its position without a query, a hit costs no statement at all. Thread-safe.
 */
public final class CatalogCache {
  /** Of the memory, what the partitions of one table may take at most: three quarters. */
  private static final int SHARES = 4;

  private static final int SHARES_OF_ONE_TABLE = 3;
  private static final long BYTES_PER_ABSENT = 250;
  private static final int MOST_WRITTEN = 256;

  private final CatalogStore store;
  private final Budget budget;
  private final FollowedLog log;
  private final Shelf<TableName, Optional<Table>> tables;
  private final Shelf<DatabaseName, Optional<Database>> databases;
  private final Shelf<String, DatabaseListing> databasesOf;
  private final ConcurrentHashMap<DatabaseName, FollowedListing> listings =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, FollowedPartitions> partitions = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, FollowedSearch> searches = new ConcurrentHashMap<>();
  private final HotPartitions hotPartitions;
  private final Consumer<Touched> alsoTouched;

  /** The moment that the reads of a thread share. */
  private final ThreadLocal<@Nullable SharedMoment> shared = new ThreadLocal<>();

  /** Learned by the first who needs it. */
  private static final class SharedMoment {
    private @Nullable Moment moment;

    SharedMoment(@Nullable Moment moment) {
      this.moment = moment;
    }
  }

  /** Where a moment's reads may look. */
  private enum Reach {
    EVERYWHERE,
    MEMORY
  }

  /** Tables that this process has written and not found in the log yet. */
  private final ConcurrentHashMap<TableName, Table> written = new ConcurrentHashMap<>();

  /** The databases of one catalog, sorted by name. */
  public record DatabaseListing(List<Database> databases, List<String> names) {
    static DatabaseListing of(List<Database> databases) {
      return new DatabaseListing(
          List.copyOf(databases), databases.stream().map(d -> d.name().name()).toList());
    }

    long size() {
      return 200 + databases.stream().mapToLong(Sizes::of).sum();
    }
  }

  /**
   * What a batch of changes touched.
   *
   * @param tables they themselves, their partitions or their statistics
   * @param databases all their tables
   * @param everything all tables of all databases
   */
  public record Touched(Set<TableName> tables, Set<DatabaseName> databases, boolean everything) {
    /** Whether a table is among it. */
    public boolean includes(TableName table) {
      return everything || tables.contains(table) || databases.contains(table.database());
    }
  }

  /**
   * A cache over a store.
   *
   * @param size most bytes that it takes, about
   * @param alsoTouched told of what changed before any read can see it: for what others keep
   */
  public CatalogCache(CatalogStore store, long size, Consumer<Touched> alsoTouched) {
    this.store = store;
    this.budget = new Budget(size);
    this.hotPartitions = new HotPartitions(budget);
    this.alsoTouched = alsoTouched;
    this.log = new FollowedLog(store, new Follower());
    this.tables = new Shelf<>(log, budget, table -> table.map(Sizes::of).orElse(BYTES_PER_ABSENT));
    this.databases =
        new Shelf<>(log, budget, database -> database.map(Sizes::of).orElse(BYTES_PER_ABSENT));
    this.databasesOf = new Shelf<>(log, budget, DatabaseListing::size);
  }

  /** Bytes that are kept, estimated. */
  public long size() {
    return budget.bytes();
  }

  /** Up to where changes have been told, or are being told. */
  public long reached() {
    return log.reached();
  }

  /**
   * What is known of a table without a question, by this process' own writing or because it is
   * kept. It may have changed since: for those who find out when they write it.
   */
  public Optional<Table> known(TableName name) {
    var kept = kept(name);
    var own = written.get(name);
    if (own == null) {
      return kept;
    }
    boolean isOlder =
        kept.filter(t -> t.id() == own.id() && t.version() > own.version()).isPresent();
    return isOlder ? kept : Optional.of(own);
  }

  private Optional<Table> kept(TableName name) {
    var kept = tables.find(name);
    return kept == null ? Optional.empty() : kept;
  }

  /** This process has written the table so, and need not wait to find that in the log. */
  public void wrote(Table table) {
    if (written.size() >= MOST_WRITTEN) {
      written.clear();
    }
    written.put(table.name(), table);
  }

  /** The table was not as it was known. */
  public void mistaken(TableName name) {
    written.remove(name);
  }

  /** A moment: what is read as of it holds every write that was acknowledged before. */
  public Moment now() {
    var mine = shared.get();
    if (mine == null) {
      return new Moment(log.now(), Reach.EVERYWHERE);
    }
    if (mine.moment == null) {
      mine.moment = new Moment(log.now(), Reach.EVERYWHERE);
    }
    return mine.moment;
  }

  /**
   * Runs reads of this thread that share one moment, the first one's: so that several reads for one
   * call ask for the position once. Nothing may be written within.
   */
  public <T> T sharing(Supplier<T> reads) {
    return sharing(new SharedMoment(null), reads);
  }

  /**
   * Runs reads of this thread as of a moment that is learned now, and from memory alone: none of
   * them waits for the store or for others. One that would throws {@link NotInMemoryException}.
   */
  public void fromMemory(Runnable reads) {
    sharing(
        new SharedMoment(new Moment(log.now(), Reach.MEMORY)),
        () -> {
          reads.run();
          return true;
        });
  }

  private <T> T sharing(SharedMoment moment, Supplier<T> reads) {
    if (shared.get() != null) {
      throw new IllegalStateException("Reads that share a moment cannot begin within others");
    }
    shared.set(moment);
    try {
      return reads.get();
    } finally {
      shared.remove();
    }
  }

  /** Reads as of one moment, or of a later one. */
  public final class Moment {
    private final long position;
    private final Reach reach;

    private Moment(long position, Reach reach) {
      this.position = position;
      this.reach = reach;
    }

    /** What is not at hand has to be read, or another thread reads it now. */
    private void goBeyondMemory() {
      if (reach == Reach.MEMORY) {
        throw NotInMemoryException.INSTANCE;
      }
    }

    /** A table that is kept, without a statement; empty says nothing. */
    public Optional<Table> kept(TableName name) {
      return CatalogCache.this.kept(name);
    }

    public Optional<Table> table(TableName name) {
      var kept = tables.find(name);
      if (kept != null) {
        return kept;
      }
      goBeyondMemory();
      return tables.get(name, position, (tx, key) -> tx.tables().find(key));
    }

    /** Those that exist, by name, as they were together. */
    public Map<String, Table> tables(DatabaseName database, Collection<String> names) {
      var keys = names.stream().map(database::table).distinct().toList();
      var found = tables.together(keys);
      if (found.isEmpty()) {
        goBeyondMemory();
        var readAtOnce = new AtomicInteger();
        var read =
            tables.getAll(
                keys,
                position,
                (tx, missing) -> {
                  readAtOnce.set(missing.size());
                  return read(tx, database, missing);
                });
        if (keys.size() == 1 || readAtOnce.get() == keys.size()) {
          found = Optional.of(read);
        } else {
          // What was kept and what was read just now may be of two states.
          log.now();
          found = tables.together(keys);
        }
      }
      var byName = new HashMap<String, Table>();
      found
          .orElseGet(() -> store.read(tx -> read(tx, database, keys)))
          .forEach((name, table) -> table.ifPresent(each -> byName.put(name.name(), each)));
      return byName;
    }

    private Map<TableName, Optional<Table>> read(
        Transaction tx, DatabaseName database, List<TableName> names) {
      var read = new HashMap<TableName, Optional<Table>>();
      names.forEach(name -> read.put(name, Optional.empty()));
      var wanted = names.stream().map(TableName::name).toList();
      for (var table : tx.tables().findAll(database, wanted)) {
        read.put(table.name(), Optional.of(table));
      }
      return read;
    }

    public Optional<Database> database(DatabaseName name) {
      var kept = databases.find(name);
      if (kept != null) {
        return kept;
      }
      goBeyondMemory();
      return databases.get(name, position, (tx, key) -> tx.databases().find(key));
    }

    /** Empty for an unknown catalog. */
    public DatabaseListing databases(String catalog) {
      var kept = databasesOf.find(Names.fold(catalog));
      if (kept != null) {
        return kept;
      }
      goBeyondMemory();
      return databasesOf.get(
          Names.fold(catalog), position, (tx, key) -> DatabaseListing.of(tx.databases().all(key)));
    }

    /** Empty for an unknown database. */
    public TableListing listing(DatabaseName database) {
      goBeyondMemory();
      return listingOf(database).get(position);
    }

    /** The listings of databases of one catalog, in their order. */
    public List<TableListing> listings(String catalog, List<DatabaseName> of) {
      fillListings(catalog, of);
      return of.stream().map(this::listing).toList();
    }

    /** The tables of a catalog by their words. */
    public SearchIndex search(String catalog) {
      return searches
          .computeIfAbsent(
              Names.fold(catalog), name -> new FollowedSearch(log, budget, name, searches))
          .get(position);
    }

    /**
     * The partitions of a table that was found as of this moment; empty when they take more memory
     * than they may.
     */
    public Optional<PartitionIndex> partitions(Table table) {
      while (true) {
        var followed = followed(table);
        var fresh = followed.fresh();
        if (fresh == null || fresh.index() == null) {
          goBeyondMemory();
        }
        followed.reader(table);
        var index = followed.get(position).index();
        if (index == null || index.keys() == table.partitionKeys().size()) {
          return Optional.ofNullable(index);
        }
        followed.drop();
        followed.remove();
      }
    }

    /**
     * The same to look a few partitions up: empty, too, when reading all of them would cost more
     * than reading these.
     *
     * @param wanted how many
     * @param count counts the table's partitions
     */
    public Optional<PartitionIndex> partitionsFor(Table table, int wanted, LongSupplier count) {
      var followed = followed(table);
      if (followed.fresh() != null) {
        return partitions(table);
      }
      goBeyondMemory();
      boolean pays = followed.isLoaded() || !followed.isLoading() && followed.pays(wanted, count);
      return pays ? partitions(table) : Optional.empty();
    }

    /**
     * The partition with these values.
     *
     * @param table and its index, found as of this moment
     */
    public Optional<Partition> partition(Table table, PartitionIndex index, List<String> values) {
      return hotPartitions.find(table, index, values);
    }

    private FollowedPartitions followed(Table table) {
      var standing = partitions.get(table.id());
      if (standing != null) {
        return standing;
      }
      long most = budget.most() / SHARES * SHARES_OF_ONE_TABLE;
      var made = new FollowedPartitions(log, budget, table, partitions, most);
      var other = partitions.putIfAbsent(table.id(), made);
      return other == null ? made : other;
    }
  }

  private FollowedListing listingOf(DatabaseName database) {
    var standing = listings.get(database);
    if (standing != null) {
      return standing;
    }
    var made = new FollowedListing(log, budget, database, listings);
    var other = listings.putIfAbsent(database, made);
    return other == null ? made : other;
  }

  /** Reads the listings of all databases of a catalog at once, when several are missing. */
  private void fillListings(String catalog, Collection<DatabaseName> of) {
    var missing = of.stream().map(this::listingOf).filter(each -> !each.isLoaded()).toList();
    if (missing.size() < 2) {
      return;
    }
    long reached = log.reached();
    record Read(long position, List<TableSummary> summaries) {}
    var read = store.read(tx -> new Read(tx.changes().position(), tx.tables().summaries(catalog)));
    if (read.position() < reached) {
      return;
    }
    var byDatabase = new HashMap<DatabaseName, List<TableSummary>>();
    for (var summary : read.summaries()) {
      byDatabase.computeIfAbsent(summary.name().database(), d -> new ArrayList<>()).add(summary);
    }
    for (var listing : missing) {
      var summaries = byDatabase.getOrDefault(listing.database(), List.of());
      listing.offer(TableListing.of(summaries), read.position());
    }
  }

  private final class Follower implements FollowedLog.Follower {
    @Override
    public void changed(List<CommittedChange> changes) {
      var touchedTables = new HashSet<TableName>();
      var touchedDatabases = new HashSet<DatabaseName>();
      boolean everything = false;
      for (var committed : changes) {
        var change = committed.change();
        switch (change.kind().touched()) {
          case NOTHING -> {}
          case PARTITIONS -> {
            touchedTables.addAll(ChangedNames.ofTable(change));
            touchPartitions(change);
          }
          case TABLE -> {
            touchedTables.addAll(ChangedNames.ofTable(change));
            touchTable(change, committed.table());
          }
          case DATABASE, EVERYTHING_BELOW -> {
            everything |= change.database() == null;
            touchedDatabases.addAll(touchDatabase(change));
          }
        }
      }
      alsoTouched.accept(new Touched(touchedTables, touchedDatabases, everything));
    }

    @Override
    public void lost() {
      tables.removeIf(name -> true);
      written.clear();
      databases.removeIf(name -> true);
      databasesOf.removeIf(name -> true);
      forget(listings);
      forget(partitions);
      forget(searches);
      alsoTouched.accept(new Touched(Set.of(), Set.of(), true));
    }

    private void touchTable(Change change, @Nullable Table left) {
      for (var name : ChangedNames.ofTable(change)) {
        tables.remove(name);
        written.remove(name);
        var listing = listings.get(name.database());
        if (listing != null) {
          listing.touched(name.name(), 1, change.position());
        }
        touchSearch(name.database().catalog(), name, change.position());
      }
      if (left != null) {
        tables.put(left.name(), Optional.of(left), change.position());
      }
      var id = change.tableId();
      if (id == null) {
        return;
      }
      if (change.kind() == ChangeKind.DROP_TABLE) {
        forget(partitions.remove(id));
      } else if (change.details().containsKey(Change.PARTITIONS)
          || !change.partitions().isEmpty()) {
        touchPartitions(change);
      }
    }

    private void touchSearch(String catalog, Object what, long position) {
      var search = searches.get(catalog);
      if (search != null) {
        search.touched(what, 1, position);
      }
    }

    private void touchPartitions(Change change) {
      var index = change.tableId() == null ? null : partitions.get(change.tableId());
      if (index != null) {
        index.touched(change, change.partitions().size(), change.position());
      }
    }

    /** Returns the databases whose tables are touched with them. */
    private Set<DatabaseName> touchDatabase(Change change) {
      databasesOf.remove(change.catalog());
      if (change.database() == null) {
        databases.removeIf(name -> name.catalog().equals(change.catalog()));
        below(name -> name.catalog().equals(change.catalog()));
        forget(searches.remove(change.catalog()));
        return Set.of();
      }
      var touched = ChangedNames.ofDatabase(change);
      touched.forEach(databases::remove);
      if (!ChangedNames.reachesTables(change)) {
        return Set.of();
      }
      below(touched::contains);
      touched.forEach(name -> touchSearch(name.catalog(), name, change.position()));
      return touched;
    }

    private void below(Predicate<DatabaseName> test) {
      tables.removeIf(name -> test.test(name.database()));
      written.keySet().removeIf(name -> test.test(name.database()));
      for (var name : listings.keySet()) {
        if (test.test(name)) {
          forget(listings.remove(name));
        }
      }
    }

    private static void forget(Map<?, ? extends Followed<?>> all) {
      all.values()
          .removeIf(
              each -> {
                each.remove();
                return true;
              });
    }

    private static void forget(@Nullable Followed<?> followed) {
      if (followed != null) {
        followed.remove();
      }
    }
  }
}
