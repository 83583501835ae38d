package io.propolis.catalog;

import io.propolis.catalog.filter.PartitionMatcher;
import io.propolis.catalog.filter.PartitionMatcher.Verdict;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.CatalogStore;
import java.util.ArrayList;
import java.util.List;

/** Interim. */
final class StoredPartitions {
  private StoredPartitions() {}

  static PartitionList matching(CatalogStore store, Table table, Predicate predicate, int limit) {
    var matcher = PartitionMatcher.compile(predicate, table.partitionKeys());
    var chosen = new ArrayList<List<String>>();
    boolean certain = true;
    for (var values : store.read(tx -> tx.partitions().values(table))) {
      var verdict = matcher.verdict(values);
      if (verdict != Verdict.NO && (limit < 0 || chosen.size() < limit)) {
        chosen.add(values);
        certain &= verdict == Verdict.YES;
      }
    }
    return new CollectedPartitions(
        table, store.read(tx -> tx.partitions().findAll(table, chosen)), certain);
  }

  static PartitionList like(CatalogStore store, Table table, List<String> pattern, int limit) {
    throw new UnsupportedOperationException();
  }
}
