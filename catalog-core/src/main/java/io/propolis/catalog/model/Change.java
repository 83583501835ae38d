package io.propolis.catalog.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One committed change: an entry of the change log.
 *
 * @param position 1, 2, 3 … without gaps, in the order of commits; 0 before it is committed
 * @param at epoch milliseconds
 * @param user who asked for it, "" when the door knows none
 * @param database folded name, absent for changes of catalogs
 * @param table folded name of table or function, absent for changes of databases
 * @param tableVersion version the table has after the change, absent when none is concerned
 * @param partitions values of the partitions concerned
 * @param details what else a reader of the log needs, by key (new name on rename, …)
 */
public record Change(
    long position,
    long at,
    String user,
    ChangeKind kind,
    String catalog,
    @Nullable String database,
    @Nullable String table,
    @Nullable Long tableId,
    @Nullable Long tableVersion,
    List<List<String>> partitions,
    Map<String, String> details) {
  public Change {
    partitions =
        partitions.size() == 1
            ? List.of(List.copyOf(partitions.get(0)))
            : partitions.stream().map(List::copyOf).toList();
    details = Maps.copy(details);
  }

  /** Key of {@link #details()}: the old qualified name of a renamed table or function. */
  public static final String RENAMED_FROM = "renamed-from";

  /** Key of {@link #details()}: ids of the transactions opened, committed or aborted, "1,2,3". */
  public static final String TXNS = "txns";

  /** Key of {@link #details()}: Hive's type of these transactions. */
  public static final String TXN_KIND = "txn-kind";

  /** Key of {@link #details()}: databases that an aborted transaction wrote to, "a,b". */
  public static final String DATABASES = "databases";

  /** Key of {@link #details()}: write ids allocated, as transaction:writeId, "5:1,6:2". */
  public static final String WRITE_IDS = "write-ids";

  /** Key of {@link #details()}: the compaction that was committed. */
  public static final String COMPACTION = "compaction";

  /** Key of {@link #details()}: Hive's type of that compaction. */
  public static final String COMPACTION_TYPE = "compaction-type";

  /** Key of {@link #details()}: name of the partition compacted, absent for a whole table. */
  public static final String COMPACTION_PARTITION = "compaction-partition";

  /** Key of {@link #details()}: "true" when a table or partition was emptied. */
  public static final String TRUNCATED = "truncated";

  /** Key of {@link #details()}: name of the function concerned. */
  public static final String FUNCTION = "function";

  /** Key of {@link #details()}: names of the constraints concerned, with commas between. */
  public static final String CONSTRAINTS = "constraints";

  /** Key of {@link #details()}: names of the columns concerned, with commas between. */
  public static final String COLUMNS = "columns";

  /**
   * Key of {@link #details()} of a table's change: which of its partitions read otherwise since,
   * when it names none. {@link #COLUMNS}: all have the columns that the table has now; {@link
   * #EVERYTHING}: anything may be another.
   */
  public static final String PARTITIONS = "partitions";

  /** A value of {@link #PARTITIONS}. */
  public static final String EVERYTHING = "everything";

  /** Key of {@link #details()}: "true" when an insert replaced what stood before. */
  public static final String REPLACE = "replace";

  /** Key of {@link #details()}: "true" when a reload is asked for, "false" for an invalidation. */
  public static final String REFRESH = "refresh";

  public Change withPosition(long newPosition) {
    return with(newPosition, partitions);
  }

  /** The same of another partition. */
  public Change of(long newPosition, List<String> partition) {
    return with(newPosition, List.of(partition));
  }

  private Change with(long newPosition, List<List<String>> newPartitions) {
    return new Change(
        newPosition,
        at,
        user,
        kind,
        catalog,
        database,
        table,
        tableId,
        tableVersion,
        newPartitions,
        details);
  }

  /** Whether they differ in position and partitions only. */
  public boolean isLike(Change other) {
    return at == other.at
        && kind == other.kind
        && user.equals(other.user)
        && catalog.equals(other.catalog)
        && Objects.equals(database, other.database)
        && Objects.equals(table, other.table)
        && Objects.equals(tableId, other.tableId)
        && Objects.equals(tableVersion, other.tableVersion)
        && details.equals(other.details);
  }
}
