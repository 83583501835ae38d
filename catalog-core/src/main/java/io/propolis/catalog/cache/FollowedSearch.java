package io.propolis.catalog.cache;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.search.SearchIndex;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tables of one catalog by their words, which follow what changes touch. */
final class FollowedSearch extends Followed<SearchIndex> {
  private final String catalog;
  private final ConcurrentHashMap<String, FollowedSearch> place;

  FollowedSearch(
      FollowedLog log,
      Budget budget,
      String catalog,
      ConcurrentHashMap<String, FollowedSearch> place) {
    super(log, budget);
    this.catalog = catalog;
    this.place = place;
  }

  @Override
  void drop() {
    place.remove(catalog, this);
  }

  /** One database after the other: whole tables of all would be there at once otherwise. */
  @Override
  SearchIndex load(Transaction tx) {
    var index = SearchIndex.builder();
    for (var database : tx.databases().names(catalog)) {
      tx.tables().all(new DatabaseName(catalog, database)).forEach(index::add);
    }
    return index.build();
  }

  @Override
  Touching touching(Change change) {
    if (ChangedNames.reachesTables(change)) {
      boolean isOfThis = catalog.equals(change.catalog());
      if (change.database() == null) {
        return isOfThis ? EVERYTHING : NOTHING;
      }
      return isOfThis ? new Touching.These(ChangedNames.ofDatabase(change)) : NOTHING;
    }
    return ChangedNames.isOfTable(change)
        ? new Touching.These(
            ChangedNames.ofTable(change).stream()
                .filter(name -> name.database().catalog().equals(catalog))
                .toList())
        : NOTHING;
  }

  @Override
  @Nullable SearchIndex refreshed(Transaction tx, SearchIndex current, List<Object> touched) {
    var names = new HashSet<TableName>();
    var databases = new HashSet<DatabaseName>();
    for (var each : touched) {
      if (each instanceof TableName name) {
        names.add(name);
      } else {
        databases.add((DatabaseName) each);
      }
    }
    names.removeIf(name -> databases.contains(name.database()));
    if (names.size() > 1_000 + current.size() / 4) {
      return null;
    }
    var found = new ArrayList<Table>();
    databases.forEach(database -> found.addAll(tx.tables().all(database)));
    var byDatabase = new HashMap<DatabaseName, Set<String>>();
    names.forEach(
        name -> byDatabase.computeIfAbsent(name.database(), d -> new HashSet<>()).add(name.name()));
    byDatabase.forEach((database, tables) -> found.addAll(tx.tables().findAll(database, tables)));
    return current.changed(names, databases, found);
  }

  @Override
  long size(SearchIndex state) {
    return state.memory();
  }
}
