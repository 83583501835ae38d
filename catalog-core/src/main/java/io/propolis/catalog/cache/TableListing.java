package io.propolis.catalog.cache;

import io.propolis.catalog.store.TableSummary;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * The tables of one database as listings show them, sorted by name. The lists are the same objects
 * for as long as they say the same.
 */
public final class TableListing {
  private final List<TableSummary> summaries;
  private final List<String> names;
  private final long size;

  private TableListing(List<TableSummary> summaries, List<String> names, long size) {
    this.summaries = summaries;
    this.names = names;
    this.size = size;
  }

  static TableListing of(Collection<TableSummary> summaries) {
    var sorted = new ArrayList<>(summaries);
    sorted.sort(Comparator.comparing(summary -> summary.name().name()));
    return new TableListing(
        List.copyOf(sorted),
        sorted.stream().map(summary -> summary.name().name()).toList(),
        sorted.stream().mapToLong(Sizes::of).sum());
  }

  public List<TableSummary> summaries() {
    return summaries;
  }

  public List<String> names() {
    return names;
  }

  long size() {
    return 200 + size + 8L * names.size();
  }

  /** The listing after a change: the named ones are those found, and no others. */
  TableListing changed(Set<String> touched, Collection<TableSummary> found) {
    var present = new HashMap<String, TableSummary>();
    found.forEach(summary -> present.put(summary.name().name(), summary));
    var changed = new ArrayList<>(summaries);
    long newSize = size;
    boolean sameNames = true;
    for (var name : touched) {
      int place = Collections.binarySearch(names(changed), name);
      var summary = present.get(name);
      newSize += summary == null ? 0 : Sizes.of(summary);
      newSize -= place < 0 ? 0 : Sizes.of(changed.get(place));
      if (summary != null && place >= 0) {
        changed.set(place, summary);
        continue;
      }
      sameNames &= summary == null && place < 0;
      if (summary != null) {
        changed.add(-place - 1, summary);
      } else if (place >= 0) {
        changed.remove(place);
      }
    }
    return new TableListing(
        List.copyOf(changed), sameNames ? names : List.copyOf(names(changed)), newSize);
  }

  private static List<String> names(List<TableSummary> of) {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return of.get(index).name().name();
      }

      @Override
      public int size() {
        return of.size();
      }
    };
  }
}
