package io.propolis.catalog.model;

import java.util.List;
import java.util.Map;
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
    partitions = partitions.stream().map(List::copyOf).toList();
    details = Maps.copy(details);
  }

  /** Key of {@link #details()}: the old qualified name of a renamed table or function. */
  public static final String RENAMED_FROM = "renamed-from";

  public Change withPosition(long newPosition) {
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
        partitions,
        details);
  }
}
