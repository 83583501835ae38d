package io.propolis.catalog;

import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.index.PartitionIndex;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows of an index. */
record IndexedPartitions(Table table, PartitionIndex index, PartitionIndex.Selection selection)
    implements PartitionList {
  /** The rows of a range that the predicate may be true for. */
  static PartitionIndex.Selection select(
      PartitionIndex index, Table table, Predicate predicate, PartitionRange range) {
    var keys = table.partitionKeys();
    return range.isPlain()
        ? index.select(predicate, keys, range.limit())
        : index.select(
            predicate,
            keys,
            new PartitionIndex.Range(
                range.after().isEmpty()
                    ? 0
                    : index.rowAfter(PartitionNames.of(keys, range.after()), keys),
                range.limit(),
                range.takesAny() ? row -> true : row -> range.test().test(index.values(row))));
  }

  @Override
  public int size() {
    return selection.rows().length;
  }

  @Override
  public boolean isCertain() {
    return selection.isCertain();
  }

  @Override
  public Optional<Object> wholeOf() {
    return size() == index.size() ? Optional.of(index) : Optional.empty();
  }

  @Override
  public void forEach(Consumer<Partition> consumer) {
    var decoder = index.decoder(table);
    for (int row : selection.rows()) {
      consumer.accept(decoder.partition(row));
    }
  }

  @Override
  public void forEachValues(Consumer<List<String>> consumer) {
    for (int row : selection.rows()) {
      consumer.accept(index.values(row));
    }
  }

  @Override
  public void forEachName(NameConsumer consumer) {
    var names = index.names(table.partitionKeys());
    for (int row : selection.rows()) {
      names.accept(index, row, consumer::accept);
    }
  }
}
