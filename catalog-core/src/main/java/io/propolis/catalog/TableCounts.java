package io.propolis.catalog;

import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.FileStatistics.Mode;
import org.jspecify.annotations.Nullable;

/** Counts files of tables where their statistics are to be updated; partitions have their own. */
final class TableCounts {
  private final Context context;

  TableCounts(Context context) {
    this.context = context;
  }

  /** As in Hive, a folder made a moment ago says nothing, and what the client counted stands. */
  Table ofNew(Table table, MadeFolder folder, Mode mode) {
    return folder.isNew() || FileStatistics.areIn(table.parameters())
        ? table
        : counted(table, table.location(), mode);
  }

  /** Of the new state of a table that has files of its own; the location is where they are. */
  Table ofChanged(Table requested, @Nullable String location, Mode mode) {
    return counted(requested, location, mode);
  }

  /** Whether files are counted for the table itself. */
  static boolean hasFiles(Table table) {
    return !table.isPartitioned() && !table.type().isView();
  }

  private Table counted(Table table, @Nullable String location, Mode mode) {
    if (!hasFiles(table)) {
      return table;
    }
    var parameters = FileStatistics.refreshed(context.files(), location, table.parameters(), mode);
    return table.toBuilder().parameters(parameters).build();
  }
}
