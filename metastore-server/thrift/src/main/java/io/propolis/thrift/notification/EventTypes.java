package io.propolis.thrift.notification;

import io.propolis.catalog.model.ChangeKind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Kinds of changes by the names that Hive's events have on the wire. */
public final class EventTypes {
  private EventTypes() {}

  /** Hive's constants are called as our kinds are; some say something else on the wire. */
  public static String name(ChangeKind kind) {
    return switch (kind) {
      case UPDATE_TABLE_COLUMN_STAT -> "UPDATE_TBL_COL_STAT_EVENT";
      case DELETE_TABLE_COLUMN_STAT -> "DELETE_TBL_COL_STAT_EVENT";
      case UPDATE_PARTITION_COLUMN_STAT -> "UPDATE_PART_COL_STAT_EVENT";
      case DELETE_PARTITION_COLUMN_STAT -> "DELETE_PART_COL_STAT_EVENT";
      default -> kind.name();
    };
  }

  /**
   * The kinds that a client wants.
   *
   * @param only names of those wanted, empty for all
   * @param except names of those to pass over
   */
  public static Set<ChangeKind> wanted(Collection<String> only, Collection<String> except) {
    var wanted = EnumSet.allOf(ChangeKind.class);
    wanted.removeIf(
        kind -> except.contains(name(kind)) || (!only.isEmpty() && !only.contains(name(kind))));
    return wanted;
  }
}
