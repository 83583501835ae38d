package io.propolis.glue.translate;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.glue.operations.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** Partitions. Those of one answer share what their layouts share. */
public final class Partitions {
  /** Whether an answer shows the columns of partitions. */
  public enum ColumnSchema {
    SHOW,
    EXCLUDE
  }

  private static final List<String> KEPT = List.of("LastAnalyzedTime");
  private static final String NO_DESCRIPTOR = Kept.PREFIX + "noDescriptor";

  private Partitions() {}

  /** A new partition as a client described it. */
  public static Partition created(Call call, PartitionInput input, Layouts.Reading layouts) {
    return with(call, input, Map.of(), layouts);
  }

  /** The new state of a partition; what only other doors know of it stays. */
  public static Partition changed(Call call, Partition current, PartitionInput input) {
    return with(call, input, Kept.ofOthers(current.extras()), new Layouts.Reading());
  }

  private static Partition with(
      Call call, PartitionInput input, Map<String, String> standing, Layouts.Reading layouts) {
    var extras = new LinkedHashMap<>(standing);
    Kept.put(extras, "", input, call.unknown(), KEPT);
    Layouts.keep(extras, input.storageDescriptor(), call.unknown());
    var sd = input.storageDescriptor();
    if (sd == null) {
      extras.put(NO_DESCRIPTOR, "true");
    }
    var parameters = Added.parameters(Layouts.withoutNulls(input.parameters()), Map.of(), extras);
    return new Partition(
        input.values(),
        sd == null ? null : sd.location(),
        layouts.layout(sd),
        parameters,
        0,
        Times.millis(input.lastAccessTime()),
        extras);
  }

  /** The partitions as clients see them, in the same order. */
  public static List<software.amazon.awssdk.services.glue.model.Partition> replies(
      Call call, Table table, Collection<Partition> partitions, ColumnSchema schema) {
    var shared = new IdentityHashMap<StorageLayout, StorageDescriptor>();
    var replies =
        new ArrayList<software.amazon.awssdk.services.glue.model.Partition>(partitions.size());
    for (var partition : partitions) {
      replies.add(reply(call, table, partition, descriptor(call, partition, schema, shared)));
    }
    return replies;
  }

  private static @Nullable StorageDescriptor descriptor(
      Call call,
      Partition partition,
      ColumnSchema schema,
      Map<StorageLayout, StorageDescriptor> shared) {
    var extras = partition.extras();
    if (!hasDescriptor(extras)) {
      return null;
    }
    boolean isPlain =
        extras.keySet().stream().noneMatch(k -> k.startsWith("glue.StorageDescriptor"));
    var sd =
        isPlain
            ? shared
                .computeIfAbsent(
                    partition.layout(),
                    layout -> Layouts.descriptor(layout, null, Map.of(), call.unknown()))
                .toBuilder()
                .location(partition.location())
                .build()
            : Layouts.descriptor(partition.layout(), partition.location(), extras, call.unknown());
    return EncodedLayouts.shown(sd, schema);
  }

  /** Whether a partition has nothing but what its components say. */
  static boolean isPlain(Map<String, String> extras) {
    return extras.keySet().stream()
        .allMatch(
            key ->
                key.equals(Added.KEY) || key.equals(NO_DESCRIPTOR) || !key.startsWith(Kept.PREFIX));
  }

  static boolean hasDescriptor(Map<String, String> extras) {
    return !extras.containsKey(NO_DESCRIPTOR);
  }

  private static software.amazon.awssdk.services.glue.model.Partition reply(
      Call call, Table table, Partition partition, @Nullable StorageDescriptor sd) {
    var reply =
        software.amazon.awssdk.services.glue.model.Partition.builder()
            .values(partition.values())
            .databaseName(table.name().database().name())
            .tableName(table.name().name())
            .catalogId(call.catalogId(table.name().database().catalog()))
            .creationTime(Times.instant(partition.createdAt()))
            .lastAccessTime(Times.instant(partition.lastAccessedAt()))
            .storageDescriptor(sd)
            .parameters(Added.shown(partition.parameters(), partition.extras()))
            .build();
    Kept.restore(partition.extras(), "", reply, call.unknown());
    return reply;
  }
}
