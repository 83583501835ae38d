package io.propolis.catalog.model.acid;

import io.propolis.catalog.model.Names;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction writes to. An absent table means the database, an absent partition the table.
 *
 * @param writeId absent when none was allocated
 * @param commit the newest transaction there was at the commit, absent before
 */
public record WrittenComponent(
    long txn,
    String database,
    @Nullable String table,
    @Nullable String partition,
    Operation operation,
    @Nullable Long writeId,
    @Nullable Long commit) {
  public WrittenComponent {
    database = Names.fold(database);
    table = table == null ? null : Names.fold(table);
  }

  /** What is done to the rows. */
  public enum Operation {
    INSERT,
    UPDATE,
    DELETE,
    COMPACT;

    /** Two of these on the same rows do not go together; the first to commit wins. */
    public boolean changesRows() {
      return this == UPDATE || this == DELETE;
    }
  }

  public boolean isSamePlace(WrittenComponent other) {
    return database.equals(other.database)
        && Objects.equals(table, other.table)
        && Objects.equals(partition, other.partition);
  }

  /** {@code sales/orders/day=1}, as Hive writes it. */
  public String place() {
    return database
        + (table == null ? "" : "/" + table)
        + (partition == null ? "" : "/" + partition);
  }
}
