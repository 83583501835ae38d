package io.propolis.catalog;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Few partitions that were read already. */
record CollectedPartitions(Table table, List<Partition> partitions, boolean isCertain)
    implements PartitionList {
  @Override
  public int size() {
    return partitions.size();
  }

  @Override
  public void forEach(Consumer<Partition> consumer) {
    partitions.forEach(consumer);
  }

  @Override
  public void forEachValues(Consumer<List<String>> consumer) {
    partitions.forEach(partition -> consumer.accept(partition.values()));
  }

  @Override
  public void forEachName(NameConsumer consumer) {
    for (var partition : partitions) {
      var name = PartitionNames.of(table.partitionKeys(), partition.values());
      var bytes = name.getBytes(StandardCharsets.UTF_8);
      consumer.accept(bytes, 0, bytes.length);
    }
  }

  @Override
  public List<Partition> toList() {
    return partitions;
  }
}
