package io.propolis.catalog.cache;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind.Touched;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What reads otherwise after a change, by its names before and after. */
final class ChangedNames {
  private ChangedNames() {}

  /** The names that a table has after a change and had before; empty when it names no table. */
  static Set<TableName> ofTable(Change change) {
    if (change.database() == null || change.table() == null) {
      return Set.of();
    }
    var names = new HashSet<TableName>();
    names.add(new DatabaseName(change.catalog(), change.database()).table(change.table()));
    var before = change.details().get(Change.RENAMED_FROM);
    if (before != null) {
      names.addAll(written(before));
    }
    return names;
  }

  /** All that a written name may mean: names of tables may have dots. */
  private static List<TableName> written(String name) {
    var meant = new ArrayList<TableName>();
    int first = name.indexOf('.');
    int second = name.indexOf('.', first + 1);
    if (first > 0) {
      meant.add(TableName.of(name.substring(0, first), name.substring(first + 1)));
    }
    if (second > 0) {
      meant.add(
          new DatabaseName(name.substring(0, first), name.substring(first + 1, second))
              .table(name.substring(second + 1)));
    }
    return meant;
  }

  /** The names that a database has after a change and had before; empty when it names none. */
  static Set<DatabaseName> ofDatabase(Change change) {
    var names = new HashSet<DatabaseName>();
    if (change.database() != null) {
      names.add(new DatabaseName(change.catalog(), change.database()));
    }
    var before = change.details().get(Change.RENAMED_FROM);
    if (before != null) {
      names.add(new DatabaseName(change.catalog(), before));
    }
    return names;
  }

  /** Whether a change of a database, or of a catalog, reaches all tables in it. */
  static boolean reachesTables(Change change) {
    return switch (change.kind().touched()) {
      case EVERYTHING_BELOW -> true;
      case DATABASE -> change.details().containsKey(Change.RENAMED_FROM);
      case NOTHING, PARTITIONS, TABLE -> false;
    };
  }

  /** Whether the row of a table reads otherwise, and so what listings show of it. */
  static boolean isOfTable(Change change) {
    return change.kind().touched() == Touched.TABLE;
  }
}
