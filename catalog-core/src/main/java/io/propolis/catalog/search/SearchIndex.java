package io.propolis.catalog.search;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.search.TableSearch.Condition;
import io.propolis.catalog.search.TableSearch.Found;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one catalog, by their words. Immutable: a change makes another one that shares the
 * large part of this one and holds what changed beside it, until that is large itself.
 */
public final class SearchIndex {
  /** What changed is put in with the rest when there is more of it. */
  private static final int MOST_CHANGED = 1_000;

  private final SearchSegment rest;

  /** By name, absent for dropped ones; each hides the one of that name in the rest. */
  private final Map<TableName, @Nullable TableDocument> changed;

  private SearchIndex(SearchSegment rest, Map<TableName, @Nullable TableDocument> changed) {
    this.rest = rest;
    this.changed = changed;
  }

  /** Collects the tables of a new index, keeping of each no more than its words. */
  public static final class Builder {
    private final SearchSegment.Builder segment = new SearchSegment.Builder();

    private Builder() {}

    public void add(Table table) {
      segment.add(TableDocument.of(table));
    }

    public SearchIndex build() {
      return new SearchIndex(segment.build(), Map.of());
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** How many tables it has, about. */
  public int size() {
    return rest.size() + changed.size();
  }

  /**
   * The index after a change: the named tables, and all of the databases, are those found, and no
   * others.
   */
  public SearchIndex changed(
      Set<TableName> names, Set<DatabaseName> databases, Collection<Table> found) {
    var now = new HashMap<>(changed);
    if (!databases.isEmpty()) {
      now.keySet().removeIf(name -> databases.contains(name.database()));
      rest.forEach(
          document -> {
            if (databases.contains(document.name().database())) {
              now.put(document.name(), null);
            }
          });
    }
    names.forEach(name -> now.put(name, null));
    found.forEach(table -> now.put(table.name(), TableDocument.of(table)));
    return now.size() <= MOST_CHANGED + rest.size() / 16
        ? new SearchIndex(rest, now)
        : new SearchIndex(rest.with(now), Map.of());
  }

  /** Bytes, about. */
  public long memory() {
    long memory = rest.memory();
    for (var document : changed.values()) {
      memory += 100 + (document == null ? 0 : SearchSegment.memory(document.terms()));
    }
    return memory;
  }

  /**
   * What a search finds.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when {@code after} is of another order
   */
  public Found find(TableSearch search) {
    var portion = new SearchPortion(search);
    forEachMatch(search.conditions(), portion);
    return portion.found();
  }

  private void forEachMatch(List<Condition> conditions, Consumer<TableDocument> consumer) {
    var times = new ArrayList<Condition.Time>();
    @Nullable BitSet chosen = null;
    for (var condition : conditions) {
      if (condition instanceof Condition.Time time) {
        times.add(time);
      } else {
        var matching = rest.matching(condition);
        if (chosen == null) {
          chosen = matching;
        } else {
          chosen.and(matching);
        }
      }
    }
    rest.forEach(
        chosen,
        document -> {
          if (!changed.containsKey(document.name()) && holds(times, document)) {
            consumer.accept(document);
          }
        });
    for (var document : changed.values()) {
      if (document != null && conditions.stream().allMatch(each -> holds(each, document))) {
        consumer.accept(document);
      }
    }
  }

  private static boolean holds(List<Condition.Time> times, TableDocument document) {
    for (var time : times) {
      if (!holds(time, document)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Condition condition, TableDocument document) {
    if (condition instanceof Condition.Word word) {
      return document.hasBeginning(TableDocument.term("", word.beginning()));
    } else if (condition instanceof Condition.Whole whole) {
      return document.has(TableDocument.term("", whole.text()));
    } else if (condition instanceof Condition.Field field) {
      return document.has(TableDocument.term(field.field(), field.value()));
    } else if (condition instanceof Condition.Time time) {
      return time.comparison().holds(document.time(time.field()), time.millis());
    }
    throw new AssertionError(condition);
  }
}
