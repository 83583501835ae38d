package io.propolis.catalog.cache;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The listing of one database, which follows what changes of tables touch: their names. */
final class FollowedListing extends Followed<TableListing> {
  private final DatabaseName database;
  private final ConcurrentHashMap<DatabaseName, FollowedListing> place;

  FollowedListing(
      FollowedLog log,
      Budget budget,
      DatabaseName database,
      ConcurrentHashMap<DatabaseName, FollowedListing> place) {
    super(log, budget);
    this.database = database;
    this.place = place;
  }

  DatabaseName database() {
    return database;
  }

  @Override
  void drop() {
    place.remove(database, this);
  }

  @Override
  TableListing load(Transaction tx) {
    return TableListing.of(tx.tables().summaries(database));
  }

  @Override
  Touching touching(Change change) {
    if (ChangedNames.reachesTables(change)) {
      boolean isOfThis =
          change.database() == null
              ? database.catalog().equals(change.catalog())
              : ChangedNames.ofDatabase(change).contains(database);
      return isOfThis ? EVERYTHING : NOTHING;
    }
    return ChangedNames.isOfTable(change)
        ? new Touching.These(
            ChangedNames.ofTable(change).stream()
                .filter(name -> name.database().equals(database))
                .map(TableName::name)
                .toList())
        : NOTHING;
  }

  @Override
  @Nullable TableListing refreshed(Transaction tx, TableListing current, List<Object> touched) {
    Set<String> names = new HashSet<>();
    touched.forEach(name -> names.add((String) name));
    if (names.size() > 1_000 + current.names().size() / 4) {
      return null;
    }
    return current.changed(names, tx.tables().summaries(database, names));
  }

  @Override
  long size(TableListing state) {
    return state.size();
  }
}
