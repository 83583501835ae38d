package io.propolis.glue.operations;

import io.propolis.catalog.NewTable.Attachment;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.rules.IndexedKeys;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.BackfillError;
import software.amazon.awssdk.services.glue.model.CreatePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionIndexResponse;
import software.amazon.awssdk.services.glue.model.DeletePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionIndexResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionIndexesRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionIndexesResponse;
import software.amazon.awssdk.services.glue.model.KeySchemaElement;
import software.amazon.awssdk.services.glue.model.PartitionIndex;
import software.amazon.awssdk.services.glue.model.PartitionIndexDescriptor;
import software.amazon.awssdk.services.glue.model.PartitionIndexStatus;

/**
 * Partition indexes. The catalog finds partitions by every key without them: what is kept is what
 * clients said they want, and each is active at once.
 */
final class PartitionIndexCalls implements Noun {
  private static final int MOST = 3;

  @Override
  public void serve(OperationTable table) {
    table.add(
        CreatePartitionIndexRequest.class, CreatePartitionIndexRequest::builder, this::create);
    table.add(GetPartitionIndexesRequest.class, GetPartitionIndexesRequest::builder, this::list);
    table.add(
        DeletePartitionIndexRequest.class, DeletePartitionIndexRequest::builder, this::delete);
  }

  /** What is kept of the indexes of a new table. */
  static List<Attachment> documents(Table table, Collection<PartitionIndex> indexes) {
    checkNumber(table, indexes.size());
    var names = new HashSet<String>();
    for (var index : indexes) {
      if (!names.add(index.indexName())) {
        throw GlueException.invalidInput("Two partition indexes are named " + index.indexName());
      }
    }
    return indexes.stream().map(index -> keys(table, index).named(index.indexName())).toList();
  }

  private static void checkNumber(Table table, int number) {
    if (number > MOST) {
      throw new GlueException(
          GlueError.RESOURCE_NUMBER_LIMIT_EXCEEDED,
          "Table %s would have %d partition indexes, and may have %d"
              .formatted(table.name(), number, MOST));
    }
  }

  private static IndexedKeys keys(Table table, PartitionIndex index) {
    var keys = table.partitionKeys().stream().map(Column::name).map(Names::fold).toList();
    var indexed = new IndexedKeys(index.keys());
    var wanted = indexed.keys();
    if (wanted.isEmpty() || !keys.containsAll(wanted)) {
      throw GlueException.invalidInput(
          "Keys %s of partition index %s are not among the partition keys %s of %s"
              .formatted(index.keys(), index.indexName(), keys, table.name()));
    }
    if (new HashSet<>(wanted).size() < wanted.size()) {
      throw GlueException.invalidInput(
          "Partition index %s names a key twice: %s".formatted(index.indexName(), index.keys()));
    }
    return indexed;
  }

  private CreatePartitionIndexResponse create(Call call, CreatePartitionIndexRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    var index = request.partitionIndex();
    var document = keys(table, index).document();
    var key = key(table, index.indexName());
    call.session()
        .resources()
        .together(
            writes -> {
              writes.holdTable(table.name());
              if (writes.hold(key).isEmpty()) {
                checkNumber(table, writes.list(key.kind(), key.parent(), MOST).size() + 1);
              }
              return writes.create(key, document, Map.of());
            });
    return CreatePartitionIndexResponse.builder().build();
  }

  private static Table table(
      Call call,
      @org.jspecify.annotations.Nullable String catalogId,
      String database,
      String table) {
    return call.session().tables().require(call.table(catalogId, database, table));
  }

  private static ResourceKey key(Table table, String name) {
    return ResourceKey.of(ResourceKind.PARTITION_INDEX, table, name);
  }

  private static List<Resource> of(Call call, Table table) {
    var parent = key(table, "").parent();
    return call.session().resources().list(ResourceKind.PARTITION_INDEX, parent, "", MOST + 1);
  }

  private GetPartitionIndexesResponse list(Call call, GetPartitionIndexesRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    var types =
        table.partitionKeys().stream()
            .collect(Collectors.toMap(key -> Names.fold(key.name()), Function.identity()));
    var indexes =
        of(call, table).stream()
            .map(
                index ->
                    PartitionIndexDescriptor.builder()
                        .indexName(index.name())
                        .keys(
                            IndexedKeys.read(index.document()).keys().stream()
                                .map(key -> element(key, types.get(key)))
                                .toList())
                        .indexStatus(PartitionIndexStatus.ACTIVE)
                        .backfillErrors(List.<BackfillError>of())
                        .build())
            .toList();
    return GetPartitionIndexesResponse.builder().partitionIndexDescriptorList(indexes).build();
  }

  private static KeySchemaElement element(
      String key, @org.jspecify.annotations.Nullable Column column) {
    return KeySchemaElement.builder()
        .name(key)
        .type(column == null ? "string" : column.type())
        .build();
  }

  private DeletePartitionIndexResponse delete(Call call, DeletePartitionIndexRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    call.session().resources().delete(key(table, request.indexName()));
    return DeletePartitionIndexResponse.builder().build();
  }
}
