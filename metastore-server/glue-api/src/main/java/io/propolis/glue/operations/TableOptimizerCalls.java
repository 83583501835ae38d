package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.Document;
import io.propolis.glue.wire.GlueException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerEntry;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerError;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.BatchTableOptimizer;
import software.amazon.awssdk.services.glue.model.ConfigurationSource;
import software.amazon.awssdk.services.glue.model.CreateTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.CreateTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.DeleteTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.GetTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.GetTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.ListTableOptimizerRunsRequest;
import software.amazon.awssdk.services.glue.model.ListTableOptimizerRunsResponse;
import software.amazon.awssdk.services.glue.model.TableOptimizer;
import software.amazon.awssdk.services.glue.model.TableOptimizerConfiguration;
import software.amazon.awssdk.services.glue.model.TableOptimizerRun;
import software.amazon.awssdk.services.glue.model.UpdateTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableOptimizerResponse;

/**
 * Optimizers of Iceberg tables: what is to be done, kept with the table. Nothing runs them here:
 * none ever has a last run, and their runs are none. What does the work finds here what is wanted.
 */
final class TableOptimizerCalls implements Noun {
  @Override
  public void serve(OperationTable table) {
    table.add(
        CreateTableOptimizerRequest.class, CreateTableOptimizerRequest::builder, this::create);
    table.add(GetTableOptimizerRequest.class, GetTableOptimizerRequest::builder, this::get);
    table.add(
        BatchGetTableOptimizerRequest.class, BatchGetTableOptimizerRequest::builder, this::getAll);
    table.add(
        UpdateTableOptimizerRequest.class, UpdateTableOptimizerRequest::builder, this::update);
    table.add(
        DeleteTableOptimizerRequest.class, DeleteTableOptimizerRequest::builder, this::delete);
    table.add(
        ListTableOptimizerRunsRequest.class, ListTableOptimizerRunsRequest::builder, this::runs);
  }

  private CreateTableOptimizerResponse create(Call call, CreateTableOptimizerRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    if (!IcebergRules.isIceberg(table)) {
      throw GlueException.invalidInput("Table %s is not an Iceberg table".formatted(table.name()));
    }
    call.session()
        .resources()
        .create(
            key(table, request.typeAsString()),
            document(call, request.tableOptimizerConfiguration()));
    return CreateTableOptimizerResponse.builder().build();
  }

  private static Table table(Call call, String catalogId, String database, String table) {
    return call.session().tables().require(call.table(catalogId, database, table));
  }

  private static ResourceKey key(Table table, String type) {
    return ResourceKey.of(ResourceKind.TABLE_OPTIMIZER, table, type);
  }

  private static String document(Call call, TableOptimizerConfiguration configuration) {
    return Document.of(configuration, call.unknown());
  }

  private static TableOptimizer reply(Call call, Resource resource) {
    return TableOptimizer.builder()
        .type(resource.name())
        .configuration(
            Document.read(
                resource.document(),
                TableOptimizerConfiguration.builder(),
                TableOptimizerConfiguration.class,
                call.unknown()))
        .configurationSource(ConfigurationSource.TABLE)
        .build();
  }

  private GetTableOptimizerResponse get(Call call, GetTableOptimizerRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    var found = call.session().resources().require(key(table, request.typeAsString()));
    return GetTableOptimizerResponse.builder()
        .catalogId(request.catalogId())
        .databaseName(table.name().database().name())
        .tableName(table.name().name())
        .tableOptimizer(reply(call, found))
        .build();
  }

  private BatchGetTableOptimizerResponse getAll(Call call, BatchGetTableOptimizerRequest request) {
    var found = new ArrayList<BatchTableOptimizer>();
    var failures = new ArrayList<BatchGetTableOptimizerError>();
    for (var entry : request.entries()) {
      try {
        found.add(find(call, entry));
      } catch (CatalogException e) {
        failures.add(
            BatchGetTableOptimizerError.builder()
                .catalogId(entry.catalogId())
                .databaseName(entry.databaseName())
                .tableName(entry.tableName())
                .type(entry.typeAsString())
                .error(Failures.of(e))
                .build());
      }
    }
    return BatchGetTableOptimizerResponse.builder()
        .tableOptimizers(found)
        .failures(failures)
        .build();
  }

  private static BatchTableOptimizer find(Call call, BatchGetTableOptimizerEntry entry) {
    var table =
        table(
            call,
            Given.required(entry.catalogId(), "catalogId"),
            Given.required(entry.databaseName(), "databaseName"),
            Given.required(entry.tableName(), "tableName"));
    var type = Given.required(entry.typeAsString(), "type");
    return BatchTableOptimizer.builder()
        .catalogId(entry.catalogId())
        .databaseName(table.name().database().name())
        .tableName(table.name().name())
        .tableOptimizer(reply(call, call.session().resources().require(key(table, type))))
        .build();
  }

  private UpdateTableOptimizerResponse update(Call call, UpdateTableOptimizerRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    var document = document(call, request.tableOptimizerConfiguration());
    call.session().resources().change(key(table, request.typeAsString()), current -> document);
    return UpdateTableOptimizerResponse.builder().build();
  }

  private DeleteTableOptimizerResponse delete(Call call, DeleteTableOptimizerRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    call.session().resources().delete(key(table, request.typeAsString()));
    return DeleteTableOptimizerResponse.builder().build();
  }

  private ListTableOptimizerRunsResponse runs(Call call, ListTableOptimizerRunsRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    call.session().resources().require(key(table, request.typeAsString()));
    return ListTableOptimizerRunsResponse.builder()
        .catalogId(request.catalogId())
        .databaseName(table.name().database().name())
        .tableName(table.name().name())
        .tableOptimizerRuns(List.<TableOptimizerRun>of())
        .build();
  }
}
