package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.EncodedPartitions;
import io.propolis.glue.translate.Layouts;
import io.propolis.glue.translate.Partitions;
import io.propolis.glue.translate.Partitions.ColumnSchema;
import io.propolis.glue.wire.GlueError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchDeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeletePartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionFailureEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionResponse;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.PartitionError;

/** Partitions by the hundred. An entry that fails is named in the answer and stops no other. */
final class PartitionBatchCalls implements Noun {
  private static final byte[] PARTITIONS = "{\"Partitions\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE_UNPROCESSED =
      "],\"UnprocessedKeys\":[]}".getBytes(StandardCharsets.UTF_8);

  private final EncodedPartitions.Layouts encoded;

  PartitionBatchCalls(EncodedPartitions.Layouts encoded) {
    this.encoded = encoded;
  }

  @Override
  public void serve(OperationTable table) {
    table.add(
        BatchCreatePartitionRequest.class, BatchCreatePartitionRequest::builder, this::create);
    table.addWritten(BatchGetPartitionRequest.class, BatchGetPartitionRequest::builder, this::get);
    table.add(
        BatchUpdatePartitionRequest.class, BatchUpdatePartitionRequest::builder, this::update);
    table.add(
        BatchDeletePartitionRequest.class, BatchDeletePartitionRequest::builder, this::delete);
  }

  private BatchCreatePartitionResponse create(Call call, BatchCreatePartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var errors = new ArrayList<PartitionError>();
    var wanted = new LinkedHashMap<List<String>, Partition>();
    var layouts = new Layouts.Reading();
    for (var input : request.partitionInputList()) {
      try {
        var values = PartitionRules.values(table, input.values());
        if (wanted.putIfAbsent(values, Partitions.created(call, input, layouts)) != null) {
          errors.add(error(input.values(), exists(table, values)));
        }
      } catch (CatalogException e) {
        errors.add(error(input.values(), Failures.of(e)));
      }
    }
    if (!wanted.isEmpty()) {
      var added =
          call.session().partitions().add(name, wanted.values(), Existing.SKIP, Mode.KEEP).stream()
              .map(Partition::values)
              .collect(Collectors.toSet());
      wanted.keySet().stream()
          .filter(values -> !added.contains(values))
          .forEach(values -> errors.add(error(values, exists(table, values))));
    }
    return BatchCreatePartitionResponse.builder().errors(errors).build();
  }

  private static ErrorDetail exists(Table table, List<String> values) {
    return Failures.of(
        GlueError.ALREADY_EXISTS,
        "Partition already exists: %s %s".formatted(table.name(), values));
  }

  private static PartitionError error(List<String> values, ErrorDetail why) {
    return PartitionError.builder().partitionValues(values).errorDetail(why).build();
  }

  private Answer get(Call call, BatchGetPartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var values = new LinkedHashSet<List<String>>();
    for (var key : request.partitionsToGet()) {
      values.add(PartitionRules.values(table, key.values()));
    }
    var found = call.session().partitions().findAll(name, values);
    var writer = new EncodedPartitions(encoded, call, table, ColumnSchema.SHOW);
    return out -> {
      out.raw(PARTITIONS);
      for (int i = 0; i < found.size(); i++) {
        if (i > 0) {
          out.raw(',');
        }
        writer.write(out, found.get(i));
      }
      out.raw(NONE_UNPROCESSED);
    };
  }

  private BatchUpdatePartitionResponse update(Call call, BatchUpdatePartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var errors = new ArrayList<BatchUpdatePartitionFailureEntry>();
    var alone = new ArrayList<BatchUpdatePartitionRequestEntry>();
    var together = new LinkedHashMap<List<String>, BatchUpdatePartitionRequestEntry>();
    for (var entry : request.entries()) {
      try {
        var values = PartitionRules.values(table, entry.partitionValueList());
        boolean isFirst = !together.containsKey(values);
        if (isFirst && PartitionCalls.keeps(table, values, entry.partitionInput())) {
          together.put(values, entry);
        } else {
          alone.add(entry);
        }
      } catch (CatalogException e) {
        errors.add(failure(entry, Failures.of(e)));
      }
    }
    alterTogether(call, table, together, alone, errors);
    for (var entry : alone) {
      try {
        PartitionCalls.replace(call, table, entry.partitionValueList(), entry.partitionInput());
      } catch (CatalogException e) {
        errors.add(failure(entry, Failures.of(e)));
      }
    }
    return BatchUpdatePartitionResponse.builder().errors(errors).build();
  }

  /** In one transaction; when one of them is dropped meanwhile, the others are left to be alone. */
  private static void alterTogether(
      Call call,
      Table table,
      Map<List<String>, BatchUpdatePartitionRequestEntry> entries,
      List<BatchUpdatePartitionRequestEntry> alone,
      List<BatchUpdatePartitionFailureEntry> errors) {
    if (entries.isEmpty()) {
      return;
    }
    var partitions = call.session().partitions();
    var missing = new LinkedHashMap<>(entries);
    var changed = new ArrayList<Partition>();
    for (var current : partitions.findAll(table.name(), entries.keySet())) {
      var entry = missing.remove(current.values());
      if (entry != null) {
        changed.add(
            Partitions.changed(call, current, entry.partitionInput()).withValues(current.values()));
      }
    }
    missing.forEach(
        (values, entry) ->
            errors.add(failure(entry, Failures.of(PartitionCalls.missing(table.name(), values)))));
    try {
      partitions.alter(table.name(), changed, Mode.KEEP);
    } catch (CatalogException e) {
      if (e.kind() != CatalogException.Kind.NOT_FOUND) {
        throw e;
      }
      changed.forEach(
          each -> {
            var entry = entries.get(each.values());
            if (entry != null) {
              alone.add(0, entry);
            }
          });
    }
  }

  private static BatchUpdatePartitionFailureEntry failure(
      BatchUpdatePartitionRequestEntry entry, ErrorDetail why) {
    return BatchUpdatePartitionFailureEntry.builder()
        .partitionValueList(entry.partitionValueList())
        .errorDetail(why)
        .build();
  }

  private BatchDeletePartitionResponse delete(Call call, BatchDeletePartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var errors = new ArrayList<PartitionError>();
    var wanted = new LinkedHashSet<List<String>>();
    for (var key : request.partitionsToDelete()) {
      try {
        wanted.add(PartitionRules.values(table, key.values()));
      } catch (CatalogException e) {
        errors.add(error(key.values(), Failures.of(e)));
      }
    }
    var dropped =
        call.session().partitions().drop(name, wanted, Missing.SKIP, DropData.KEEP_FILES).stream()
            .map(Partition::values)
            .collect(Collectors.toSet());
    wanted.stream()
        .filter(values -> !dropped.contains(values))
        .forEach(
            values -> errors.add(error(values, Failures.of(PartitionCalls.missing(name, values)))));
    return BatchDeletePartitionResponse.builder().errors(errors).build();
  }
}
