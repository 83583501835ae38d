package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Column;
import io.propolis.crawlers.definition.CrawlerDefinition.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table, of three states of it: as a crawler last wrote them, as they stand, and
 * as the files have them now. What somebody has added, removed, renamed, moved, retyped or
 * commented on since the crawler wrote it stays so; all else follows the files.
 */
final class ColumnMerge {
  private final Written wrote;
  private final List<Column> now;
  private final Map<String, Column> standing;
  private final Columns mode;

  /** By the name under which they stand. */
  private final Map<String, Column> merged = new LinkedHashMap<>();

  private final Map<String, Column> designs = new HashMap<>();
  private final List<Column> fresh = new ArrayList<>();
  private final Set<String> gone = new HashSet<>();
  private final Map<String, String> nextTypes = new LinkedHashMap<>();
  private final Map<String, String> nextComments = new LinkedHashMap<>();
  private final Map<String, String> nextRenamed = new LinkedHashMap<>();
  private final List<String> kept = new ArrayList<>();

  ColumnMerge(Written wrote, List<Column> now, Columns mode) {
    this.wrote = wrote;
    this.now = now;
    this.standing = wrote.standing(now);
    this.mode = mode;
  }

  /** The columns that will stand. Called once. */
  List<Column> of(List<Column> design) {
    var order = new ArrayList<String>();
    for (var column : design) {
      var digest = Written.name(column.name());
      boolean isKnown = wrote.columns().containsKey(digest);
      var stands = isKnown ? standing.get(digest) : named(column.name());
      if (stands != null) {
        order.add(stands.name());
        put(stands.name(), merged(digest, stands, column), column);
      } else if (isKnown) {
        kept.add("column %s stays away, as it was removed by hand".formatted(column.name()));
        remember(digest);
        nextRenamed.put(digest, Written.REMOVED);
      } else {
        order.add(column.name());
        fresh.add(column);
        put(column.name(), column, column);
        write(digest, column);
      }
    }
    sortOut();
    boolean isMoved = isMoved();
    var columns = isMoved || mode == Columns.MERGE_NEW ? inPresentOrder() : inOrderOfFiles(order);
    sortNext(isMoved ? List.copyOf(wrote.columns().keySet()) : digests(columns));
    return columns;
  }

  private @Nullable Column named(String name) {
    return now.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst().orElse(null);
  }

  private void put(String name, Column result, Column design) {
    merged.put(name, result);
    designs.put(result.name(), design);
  }

  private void write(String digest, Column column) {
    nextTypes.put(digest, Written.type(column));
    if (column.comment() != null) {
      nextComments.put(digest, Written.value(column.comment()));
    }
  }

  private void remember(String digest) {
    nextTypes.put(digest, Objects.requireNonNull(wrote.columns().get(digest)));
    var comment = wrote.comments().get(digest);
    if (comment != null) {
      nextComments.put(digest, comment);
    }
  }

  /** Of a column that the crawler wrote, or that somebody has added and files have now, too. */
  private Column merged(String digest, Column stands, Column design) {
    var typed = wrote.columns().get(digest);
    boolean isTheirs = !Written.type(stands).equals(typed);
    var type = isTheirs || mode == Columns.MERGE_NEW ? stands.type() : design.type();
    if (isTheirs && !stands.type().equalsIgnoreCase(design.type())) {
      kept.add(
          "column %s is yours (%s, the files say %s)"
              .formatted(
                  stands.name(), Kept.shortened(stands.type()), Kept.shortened(design.type())));
    }
    if (typed != null) {
      nextTypes.put(digest, isTheirs ? typed : Written.type(new Column(design.name(), type)));
    }
    if (!stands.name().equalsIgnoreCase(design.name())) {
      kept.add("column %s keeps the name you gave to %s".formatted(stands.name(), design.name()));
      nextRenamed.put(digest, Written.name(stands.name()));
    }
    return new Column(
        stands.name(), type, comment(digest, stands, design), parameters(stands, design));
  }

  private @Nullable String comment(String digest, Column stands, Column design) {
    if (wrote.isComment(digest, stands.comment())) {
      var comment = design.comment() == null ? stands.comment() : design.comment();
      if (comment != null) {
        nextComments.put(digest, Written.value(comment));
      }
      return comment;
    }
    var ours = wrote.comments().get(digest);
    if (ours != null) {
      nextComments.put(digest, ours);
    }
    if (design.comment() != null && !design.comment().equals(stands.comment())) {
      kept.add("the comment of column %s is yours".formatted(stands.name()));
    }
    return stands.comment();
  }

  private static Map<String, String> parameters(Column stands, Column design) {
    var parameters = new LinkedHashMap<>(stands.parameters());
    parameters.putAll(design.parameters());
    return parameters;
  }

  /** Decides about the columns that stand and that no file has. */
  private void sortOut() {
    var written = new HashMap<String, String>();
    standing.forEach((digest, column) -> written.put(column.name(), digest));
    for (var column : now) {
      if (merged.containsKey(column.name())) {
        continue;
      }
      var digest = written.get(column.name());
      boolean isOurs = digest != null && Written.type(column).equals(wrote.columns().get(digest));
      if (isOurs && mode == Columns.REPLACE) {
        gone.add(column.name());
        continue;
      }
      merged.put(column.name(), column);
      if (digest != null) {
        remember(digest);
      }
      if (!isOurs) {
        kept.add("column %s is yours, no file has it".formatted(column.name()));
      }
    }
  }

  /** Whether somebody has put the crawler's columns in another order. */
  private boolean isMoved() {
    int before = -1;
    for (var column : standing.values()) {
      int place = now.indexOf(column);
      if (place < before) {
        kept.add("the order of the columns is yours");
        return true;
      }
      before = place;
    }
    return false;
  }

  private List<Column> inPresentOrder() {
    var columns = new ArrayList<Column>();
    for (var column : now) {
      if (!gone.contains(column.name())) {
        columns.add(Objects.requireNonNull(merged.get(column.name())));
      }
    }
    columns.addAll(fresh);
    return columns;
  }

  /** What somebody has added stays behind the column that it stands behind. */
  private List<Column> inOrderOfFiles(List<String> order) {
    for (int i = 0; i < now.size(); i++) {
      var name = now.get(i).name();
      if (!order.contains(name) && !gone.contains(name)) {
        int behind = -1;
        for (int j = i - 1; j >= 0 && behind < 0; j--) {
          behind = order.indexOf(now.get(j).name());
        }
        order.add(behind + 1, name);
      }
    }
    return order.stream().map(name -> Objects.requireNonNull(merged.get(name))).toList();
  }

  private List<String> digests(List<Column> columns) {
    return columns.stream()
        .map(column -> Written.name(designs.getOrDefault(column.name(), column).name()))
        .toList();
  }

  /** Which column stands behind which is told by the order in which the crawler left them. */
  private void sortNext(List<String> order) {
    var types = new LinkedHashMap<String, String>();
    for (var digest : order) {
      var type = nextTypes.get(digest);
      if (type != null) {
        types.put(digest, type);
      }
    }
    nextTypes.forEach(types::putIfAbsent);
    nextTypes.clear();
    nextTypes.putAll(types);
  }

  /** The column of the files that one of the result stands for; null when there is none. */
  @Nullable Column design(Column result) {
    return designs.get(result.name());
  }

  Map<String, String> nextTypes() {
    return nextTypes;
  }

  Map<String, String> nextComments() {
    return nextComments;
  }

  Map<String, String> nextRenamed() {
    return nextRenamed;
  }

  /** What was kept, one line each. */
  List<String> kept() {
    return kept;
  }
}
