package io.propolis.inference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives each level a key name: the folders' own, or one that clashes with nothing. */
final class KeyNaming {

  private final Set<String> columns;
  private final Set<String> taken = new HashSet<>();
  private final List<Decision> decisions = new ArrayList<>();

  /** Names that keep clear of these data columns, compared without case. */
  KeyNaming(Set<String> dataColumns) {
    columns = dataColumns.stream().map(FolderLevel::fold).collect(Collectors.toSet());
  }

  List<String> names(List<FolderLevel> levels) {
    for (FolderLevel level : levels) {
      if (level instanceof FolderLevel.Hive hive) {
        keep(hive.key());
      } else if (level instanceof FolderLevel.Named named) {
        keep(named.key());
      }
    }
    var names = new ArrayList<String>();
    int positions = 0;
    for (FolderLevel level : levels) {
      names.add(
          switch (level.source()) {
            case HIVE -> ((FolderLevel.Hive) level).key();
            case NAMED -> ((FolderLevel.Named) level).key();
            case DATE_PART -> free(((FolderLevel.Part) level).part().noun());
            case DATE -> free("dt");
            case POSITION -> free("partition_" + positions++);
          });
    }
    return names;
  }

  /** The clashes that were met. */
  List<Decision> decisions() {
    return decisions;
  }

  private void keep(String key) {
    taken.add(key);
    if (columns.contains(key)) {
      decisions.add(
          new Decision(
              "key '" + key + "'",
              "partition key only",
              "the files hold a column '%s' too; the folders' value counts".formatted(key)));
    }
  }

  private String free(String wanted) {
    String name = wanted;
    String prefixed = wanted.startsWith("partition_") ? wanted : "partition_" + wanted;
    for (int i = 0; isTaken(name); i++) {
      name = i == 0 ? prefixed : prefixed + "_" + i;
    }
    taken.add(name);
    if (!name.equals(wanted)) {
      decisions.add(
          new Decision(
              "key '" + wanted + "'",
              name,
              "'%s' is already %s"
                  .formatted(wanted, columns.contains(wanted) ? "a data column" : "a key")));
    }
    return name;
  }

  private boolean isTaken(String name) {
    return taken.contains(name) || columns.contains(name);
  }
}
