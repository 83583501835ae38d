package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.OptimizerType;
import io.propolis.catalog.model.Table;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.Document;
import io.propolis.glue.wire.GlueException;
import java.util.ArrayList;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerEntry;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerError;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.BatchGetTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.BatchTableOptimizer;
import software.amazon.awssdk.services.glue.model.CompactionConfiguration;
import software.amazon.awssdk.services.glue.model.CompactionStrategy;
import software.amazon.awssdk.services.glue.model.ConfigurationSource;
import software.amazon.awssdk.services.glue.model.CreateTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.CreateTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.DeleteTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.GetTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.GetTableOptimizerResponse;
import software.amazon.awssdk.services.glue.model.IcebergCompactionConfiguration;
import software.amazon.awssdk.services.glue.model.ListTableOptimizerRunsRequest;
import software.amazon.awssdk.services.glue.model.ListTableOptimizerRunsResponse;
import software.amazon.awssdk.services.glue.model.TableOptimizer;
import software.amazon.awssdk.services.glue.model.TableOptimizerConfiguration;
import software.amazon.awssdk.services.glue.model.UpdateTableOptimizerRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableOptimizerResponse;

/** Optimizers of Iceberg tables, and their runs. */
final class TableOptimizerCalls implements Noun {
  private static final int PAGE = 100;

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
    var configuration = request.tableOptimizerConfiguration();
    call.session()
        .optimizers()
        .create(
            table,
            type(request.typeAsString()),
            document(call, configuration),
            OptimizerRates.of(type(request.typeAsString()), configuration));
    return CreateTableOptimizerResponse.builder().build();
  }

  private static Table table(Call call, String catalogId, String database, String table) {
    return call.session().tables().require(call.table(catalogId, database, table));
  }

  private static OptimizerType type(String text) {
    return OptimizerType.of(text)
        .orElseThrow(() -> GlueException.invalidInput("No optimizer is called " + text));
  }

  private static String document(Call call, TableOptimizerConfiguration configuration) {
    return Document.of(configuration, call.unknown());
  }

  private static TableOptimizerConfiguration configuration(
      Call call, Table table, OptimizerType type) {
    return Document.read(
        call.session().optimizers().require(table, type).document(),
        TableOptimizerConfiguration.builder(),
        TableOptimizerConfiguration.class,
        call.unknown());
  }

  private static CompactionStrategy strategy(TableOptimizerConfiguration configuration) {
    return Optional.ofNullable(configuration.compactionConfiguration())
        .map(CompactionConfiguration::icebergConfiguration)
        .map(IcebergCompactionConfiguration::strategy)
        .orElse(CompactionStrategy.BINPACK);
  }

  private static TableOptimizer reply(Call call, Table table, OptimizerType type) {
    var optimizers = call.session().optimizers();
    var configuration = configuration(call, table, type);
    return TableOptimizer.builder()
        .type(type.text())
        .configuration(configuration)
        .lastRun(
            optimizers.runs(table, type, null, 1).stream()
                .findFirst()
                .map(run -> OptimizerRuns.of(run, type, strategy(configuration)))
                .orElse(null))
        .configurationSource(ConfigurationSource.TABLE)
        .build();
  }

  private GetTableOptimizerResponse get(Call call, GetTableOptimizerRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    return GetTableOptimizerResponse.builder()
        .catalogId(request.catalogId())
        .databaseName(table.name().database().name())
        .tableName(table.name().name())
        .tableOptimizer(reply(call, table, type(request.typeAsString())))
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
        .tableOptimizer(reply(call, table, type(type)))
        .build();
  }

  private UpdateTableOptimizerResponse update(Call call, UpdateTableOptimizerRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    var type = type(request.typeAsString());
    var configuration = request.tableOptimizerConfiguration();
    call.session()
        .optimizers()
        .change(table, type, document(call, configuration), OptimizerRates.of(type, configuration));
    return UpdateTableOptimizerResponse.builder().build();
  }

  private DeleteTableOptimizerResponse delete(Call call, DeleteTableOptimizerRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    call.session().optimizers().delete(table, type(request.typeAsString()));
    return DeleteTableOptimizerResponse.builder().build();
  }

  private ListTableOptimizerRunsResponse runs(Call call, ListTableOptimizerRunsRequest request) {
    var table = table(call, request.catalogId(), request.databaseName(), request.tableName());
    var type = type(request.typeAsString());
    var strategy = strategy(configuration(call, table, type));
    int size = Given.pageSize(request.maxResults(), PAGE);
    var question = "ListTableOptimizerRuns %s %s".formatted(table.name(), type.text());
    var before =
        call.tokens().last(question, request.nextToken()).map(RunPlaces::read).orElse(null);
    var found = call.session().optimizers().runs(table, type, before, size + 1);
    var page = found.subList(0, Math.min(size, found.size()));
    return ListTableOptimizerRunsResponse.builder()
        .catalogId(request.catalogId())
        .databaseName(table.name().database().name())
        .tableName(table.name().name())
        .tableOptimizerRuns(
            page.stream().map(run -> OptimizerRuns.of(run, type, strategy)).toList())
        .nextToken(
            found.size() > size
                ? call.tokens().next(question, RunPlaces.text(page.get(size - 1)))
                : null)
        .build();
  }
}
