package io.propolis.glue.operations;

import io.propolis.catalog.model.TableName;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.Tables;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableVersionResponse;
import software.amazon.awssdk.services.glue.model.DeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableVersionResponse;
import software.amazon.awssdk.services.glue.model.GetTableVersionRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionResponse;
import software.amazon.awssdk.services.glue.model.GetTableVersionsRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionsResponse;
import software.amazon.awssdk.services.glue.model.TableVersion;
import software.amazon.awssdk.services.glue.model.TableVersionError;

/** States that tables have been in. */
final class TableVersionCalls implements Noun {
  private static final int PAGE = 100;

  @Override
  public void serve(OperationTable table) {
    table.add(GetTableVersionsRequest.class, GetTableVersionsRequest::builder, this::list);
    table.add(GetTableVersionRequest.class, GetTableVersionRequest::builder, this::get);
    table.add(DeleteTableVersionRequest.class, DeleteTableVersionRequest::builder, this::delete);
    table.add(
        BatchDeleteTableVersionRequest.class,
        BatchDeleteTableVersionRequest::builder,
        this::deleteAll);
  }

  private GetTableVersionsResponse list(Call call, GetTableVersionsRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var question = "GetTableVersions " + name;
    long below =
        call.tokens()
            .last(question, request.nextToken())
            .map(TableCalls::version)
            .orElse(Long.MAX_VALUE);
    int size = Given.pageSize(request.maxResults(), PAGE);
    var found = call.session().tableVersions().below(name, below, size + 1);
    var page = found.subList(0, Math.min(size, found.size()));
    return GetTableVersionsResponse.builder()
        .tableVersions(page.stream().map(each -> reply(call, each)).toList())
        .nextToken(
            found.size() > size
                ? call.tokens().next(question, Long.toString(page.get(size - 1).table().version()))
                : null)
        .build();
  }

  private static TableVersion reply(Call call, io.propolis.catalog.model.TableVersion version) {
    return TableVersion.builder()
        .table(Tables.reply(call, version.table()))
        .versionId(Long.toString(version.table().version()))
        .build();
  }

  private GetTableVersionResponse get(Call call, GetTableVersionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var versions = call.session().tableVersions();
    var id = request.versionId();
    var wanted =
        id == null
            ? versions.below(name, Long.MAX_VALUE, 1).stream().findFirst()
            : versions.find(name, TableCalls.version(id));
    return GetTableVersionResponse.builder()
        .tableVersion(
            reply(call, wanted.orElseThrow(() -> GlueException.notFound(missing(name, id)))))
        .build();
  }

  private static String missing(TableName name, @org.jspecify.annotations.Nullable String version) {
    return "Table version not found: %s version %s".formatted(name, version);
  }

  private DeleteTableVersionResponse delete(Call call, DeleteTableVersionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var version = TableCalls.version(request.versionId());
    if (call.session().tableVersions().forget(name, List.of(version)).isEmpty()) {
      throw GlueException.notFound(missing(name, request.versionId()));
    }
    return DeleteTableVersionResponse.builder().build();
  }

  private BatchDeleteTableVersionResponse deleteAll(
      Call call, BatchDeleteTableVersionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var present = call.session().tables().require(name).version();
    var errors = new ArrayList<TableVersionError>();
    var wanted = new TreeMap<Long, String>();
    for (var id : new TreeSet<>(request.versionIds())) {
      try {
        wanted.put(TableCalls.version(id), id);
      } catch (GlueException e) {
        errors.add(error(name, id, Failures.of(e.error(), String.valueOf(e.getMessage()))));
      }
    }
    var kept = wanted.remove(present);
    if (kept != null) {
      errors.add(
          error(
              name,
              kept,
              Failures.of(
                  GlueError.INVALID_INPUT,
                  "Version %s of %s is the present one".formatted(kept, name))));
    }
    var gone = new HashSet<>(call.session().tableVersions().forget(name, wanted.keySet()));
    wanted.forEach(
        (version, id) -> {
          if (!gone.contains(version)) {
            errors.add(error(name, id, Failures.notFound(missing(name, id))));
          }
        });
    return BatchDeleteTableVersionResponse.builder().errors(errors).build();
  }

  private static TableVersionError error(
      TableName name, String version, software.amazon.awssdk.services.glue.model.ErrorDetail why) {
    return TableVersionError.builder()
        .tableName(name.name())
        .versionId(version)
        .errorDetail(why)
        .build();
  }
}
