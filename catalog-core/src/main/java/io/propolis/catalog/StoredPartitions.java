package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.conflict;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.PartitionMatcher;
import io.propolis.catalog.filter.PartitionMatcher.Verdict;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Partitions of a table that is too large for memory: their ids, and pages read while walking. */
final class StoredPartitions implements PartitionList {
  /** A page of any door, and one more to know whether another follows. */
  private static final int PAGE = 1_001;

  private final CatalogStore store;
  private final Table table;
  private final long[] ids;
  private final boolean isCertain;

  private StoredPartitions(CatalogStore store, Table table, long[] ids, boolean isCertain) {
    this.store = store;
    this.table = table;
    this.ids = ids;
    this.isCertain = isCertain;
  }

  /** Those of a range that the predicate may be true for. */
  static PartitionList matching(
      CatalogStore store, Table table, Predicate predicate, PartitionRange range) {
    var matcher = PartitionMatcher.compile(predicate, table.partitionKeys());
    return store.read(tx -> chosen(store, tx, table, predicate, matcher, range));
  }

  /** Those whose values begin as the pattern does. */
  static PartitionList like(CatalogStore store, Table table, List<String> pattern, int limit) {
    return matching(store, table, beginning(table, pattern), PartitionRange.first(limit));
  }

  private static Predicate beginning(Table table, List<String> pattern) {
    var equal = new ArrayList<Predicate>();
    for (int i = 0; i < pattern.size(); i++) {
      var key = table.partitionKeys().get(i).name();
      var value = pattern.get(i);
      if (value.equals(PartitionNames.NULL_VALUE)) {
        equal.add(new Predicate.IsNull(key));
      } else if (!value.isEmpty()) {
        // By its text, whatever the type of the key.
        var text = new Literal.Text(value);
        equal.add(
            new Predicate.Typed(
                key, "string", new Predicate.Comparison(key, Operator.EQUAL, text)));
      }
    }
    return new Predicate.And(equal);
  }

  private static PartitionList chosen(
      CatalogStore store,
      Transaction tx,
      Table table,
      Predicate predicate,
      PartitionMatcher matcher,
      PartitionRange range) {
    var ids = new Ids();
    int limit = range.limit();
    if (limit != 0) {
      tx.partitions()
          .forEachCandidate(
              table,
              predicate,
              range.after(),
              (id, values) -> {
                var verdict = matcher.verdict(values);
                if (verdict != Verdict.NO && range.test().test(values)) {
                  ids.add(id, verdict);
                }
                return limit < 0 || ids.count < limit;
              });
    }
    // Few are read at once: then none can go between being chosen and being read.
    return ids.count <= PAGE
        ? new CollectedPartitions(table, tx.partitions().byIds(table, ids.list()), ids.isCertain)
        : new StoredPartitions(store, table, ids.array(), ids.isCertain);
  }

  private static final class Ids {
    private long[] ids = new long[16];
    private int count;
    private boolean isCertain = true;

    void add(long id, Verdict verdict) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, count * 2);
      }
      ids[count++] = id;
      isCertain &= verdict == Verdict.YES;
    }

    long[] array() {
      return Arrays.copyOf(ids, count);
    }

    List<Long> list() {
      return LongStream.of(array()).boxed().toList();
    }
  }

  @Override
  public Table table() {
    return table;
  }

  @Override
  public int size() {
    return ids.length;
  }

  @Override
  public boolean isCertain() {
    return isCertain;
  }

  @Override
  public void forEach(Consumer<Partition> consumer) {
    for (int from = 0; from < ids.length; from += PAGE) {
      var page = LongStream.of(ids).skip(from).limit(PAGE).boxed().toList();
      var partitions = store.read(tx -> tx.partitions().byIds(table, page));
      if (partitions.size() < page.size()) {
        throw conflict(
            Entity.PARTITION,
            "%d partitions of %s were dropped while they were being read"
                .formatted(page.size() - partitions.size(), table.name()));
      }
      partitions.forEach(consumer);
    }
  }

  @Override
  public void forEachValues(Consumer<List<String>> consumer) {
    forEach(partition -> consumer.accept(partition.values()));
  }

  @Override
  public void forEachName(NameConsumer consumer) {
    forEachValues(
        values -> {
          var name = PartitionNames.of(table.partitionKeys(), values);
          var bytes = name.getBytes(StandardCharsets.UTF_8);
          consumer.accept(bytes, 0, bytes.length);
        });
  }
}
