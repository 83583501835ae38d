package io.propolis.catalog.rules;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of the columns of an altered table. Clients send the new columns and not what they
 * did to the old ones, so a column that went is taken for one that came under another name when
 * everything else speaks for it: as many columns as before, and the new one either in the same
 * place with the same type, or the only new one for the only one that went, in the same place or
 * with the same type (Hive's {@code CHANGE COLUMN}).
 *
 * @param renamed new names by old ones, all folded
 * @param dropped folded names of columns that are no more
 */
public record ColumnChanges(Map<String, String> renamed, Set<String> dropped) {
  public ColumnChanges {
    renamed = Map.copyOf(renamed);
    dropped = Set.copyOf(dropped);
  }

  public static ColumnChanges between(Table before, Table after) {
    var renamed = new HashMap<String, String>();
    var dropped = new HashSet<String>();
    compare(before.layout().columns(), after.layout().columns(), renamed, dropped);
    compare(before.partitionKeys(), after.partitionKeys(), renamed, dropped);
    dropped.removeAll(names(after.layout().columns()));
    dropped.removeAll(names(after.partitionKeys()));
    return new ColumnChanges(renamed, dropped);
  }

  public boolean isEmpty() {
    return renamed.isEmpty() && dropped.isEmpty();
  }

  /** The name of a column now. */
  String nameOf(String column) {
    return renamed.getOrDefault(column, column);
  }

  private static void compare(
      List<Column> before, List<Column> after, Map<String, String> renamed, Set<String> dropped) {
    var gone = places(before, names(after));
    var come = places(after, names(before));
    boolean one = gone.size() == 1 && come.size() == 1;
    for (int place : gone) {
      var old = before.get(place);
      int now = one ? come.get(0) : place;
      boolean followed =
          before.size() == after.size()
              && come.contains(now)
              && ((one && now == place) || old.type().equals(after.get(now).type()));
      if (followed) {
        renamed.put(Names.fold(old.name()), Names.fold(after.get(now).name()));
      } else {
        dropped.add(Names.fold(old.name()));
      }
    }
  }

  /** Of the columns that are not among the others. */
  private static List<Integer> places(List<Column> columns, Set<String> others) {
    var places = new ArrayList<Integer>();
    for (int i = 0; i < columns.size(); i++) {
      if (!others.contains(Names.fold(columns.get(i).name()))) {
        places.add(i);
      }
    }
    return places;
  }

  private static Set<String> names(List<Column> columns) {
    var names = new HashSet<String>();
    columns.forEach(column -> names.add(Names.fold(column.name())));
    return names;
  }
}
