package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.DropData;
import io.propolis.catalog.NewTable;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Archive;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.TableOperations.Expected;
import io.propolis.catalog.TableOperations.KeyChange;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.catalog.store.TableSummary;
import io.propolis.glue.codec.PojoWriter;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.EncodedTables;
import io.propolis.glue.translate.Tables;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableResponse;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.CreateTableResponse;
import software.amazon.awssdk.services.glue.model.DeleteTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableResponse;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableAttributes;
import software.amazon.awssdk.services.glue.model.TableError;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableResponse;

/** Tables and views. */
final class TableCalls implements Noun {
  private static final byte[] TABLE = "{\"Table\":".getBytes(StandardCharsets.UTF_8);
  private static final int PAGE = 100;

  /** Attributes that listings know without a look at whole tables. */
  private static final Set<TableAttributes> IN_SUMMARIES =
      Set.of(TableAttributes.NAME, TableAttributes.TABLE_TYPE);

  private final EncodedTables encoded;
  private final IcebergTableCalls iceberg;

  TableCalls(EncodedTables encoded, IcebergTableCalls iceberg) {
    this.encoded = encoded;
    this.iceberg = iceberg;
  }

  @Override
  public void serve(OperationTable table) {
    table.add(CreateTableRequest.class, CreateTableRequest::builder, this::create);
    table.addWritten(GetTableRequest.class, GetTableRequest::builder, this::get);
    table.addWritten(GetTablesRequest.class, GetTablesRequest::builder, this::list);
    table.add(UpdateTableRequest.class, UpdateTableRequest::builder, this::update);
    table.add(DeleteTableRequest.class, DeleteTableRequest::builder, this::delete);
    table.add(BatchDeleteTableRequest.class, BatchDeleteTableRequest::builder, this::deleteAll);
  }

  private CreateTableResponse create(Call call, CreateTableRequest request) {
    if (request.openTableFormatInput() != null) {
      iceberg.create(call, request);
      return CreateTableResponse.builder().build();
    }
    var input = Given.required(request.tableInput(), "TableInput");
    var database =
        call.session()
            .databases()
            .require(call.database(request.catalogId(), request.databaseName()));
    var table = Tables.created(call, database, input);
    var indexes = PartitionIndexCalls.documents(table, request.partitionIndexes());
    call.session().tables().create(NewTable.of(table).withResources(indexes), Mode.KEEP);
    return CreateTableResponse.builder().build();
  }

  private Answer get(Call call, GetTableRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.name());
    var table = encoded.of(call, call.session().tables().require(name));
    return out -> {
      out.raw(TABLE);
      out.raw(table);
      out.raw('}');
    };
  }

  private Answer list(Call call, GetTablesRequest request) {
    var database = call.database(request.catalogId(), request.databaseName());
    call.session().databases().require(database);
    var question = "GetTables %s %s".formatted(database, request.expression());
    var after = call.tokens().last(question, request.nextToken());
    int size = Given.pageSize(request.maxResults(), PAGE);
    var chosen = NameExpression.of(request.expression());
    var attributes = request.attributesToGet();
    if (!attributes.isEmpty() && IN_SUMMARIES.containsAll(attributes)) {
      var page =
          Page.of(
              call.session().tables().summaries(database),
              table -> table.name().name(),
              after,
              size,
              table -> chosen.test(table.name().name()));
      var reply =
          GetTablesResponse.builder()
              .tableList(page.things().stream().map(each -> summary(each, attributes)).toList())
              .nextToken(page.token(call.tokens(), question))
              .build();
      return Answer.generated(json -> new PojoWriter(json, call.unknown()).write(reply));
    }
    var page = Page.of(call.session().tables().names(database), name -> name, after, size, chosen);
    var tables = call.session().tables().findAll(database, page.things());
    return new TableList(
        tables.stream().map(table -> encoded.of(call, table)).toList(),
        page.token(call.tokens(), question));
  }

  private static Table summary(TableSummary table, List<TableAttributes> attributes) {
    var summary =
        Table.builder().name(table.name().name()).databaseName(table.name().database().name());
    if (attributes.contains(TableAttributes.TABLE_TYPE)) {
      summary.tableType(table.type().name());
    }
    return summary.build();
  }

  private UpdateTableResponse update(Call call, UpdateTableRequest request) {
    var options = options(request);
    try {
      if (request.updateOpenTableFormatInput() != null) {
        iceberg.update(call, request, options);
      } else {
        replace(call, request, options);
      }
    } catch (CatalogException e) {
      if (e.kind() != CatalogException.Kind.CONFLICT) {
        throw e;
      }
      throw new GlueException(
          GlueError.CONCURRENT_MODIFICATION,
          "Update table failed due to concurrent modifications. " + e.getMessage(),
          e);
    }
    return UpdateTableResponse.builder().build();
  }

  private static void replace(Call call, UpdateTableRequest request, AlterOptions options) {
    var input = Given.required(request.tableInput(), "TableInput");
    var name = call.table(request.catalogId(), request.databaseName(), input.name());
    var tables = call.session().tables();
    tables.alter(name, Tables.changed(call, tables.require(name), input), options);
  }

  private static AlterOptions options(UpdateTableRequest request) {
    var expected =
        request.versionId() == null ? null : new Expected.Version(version(request.versionId()));
    return new AlterOptions(
        Cascade.TABLE_ONLY,
        Mode.KEEP,
        expected,
        Writer.NONE,
        Boolean.TRUE.equals(request.skipArchive()) ? Archive.SKIP : Archive.KEEP,
        KeyChange.WITHOUT_PARTITIONS);
  }

  /** InvalidInputException when it is no number. */
  static long version(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw GlueException.invalidInput("Version id is not a number: " + id);
    }
  }

  private DeleteTableResponse delete(Call call, DeleteTableRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.name());
    call.session().tables().drop(name, DropData.KEEP_FILES);
    return DeleteTableResponse.builder().build();
  }

  private BatchDeleteTableResponse deleteAll(Call call, BatchDeleteTableRequest request) {
    var database = call.database(request.catalogId(), request.databaseName());
    call.session().databases().require(database);
    var errors = new ArrayList<TableError>();
    for (var table : new TreeSet<>(request.tablesToDelete())) {
      try {
        call.session().tables().drop(database.table(table), DropData.KEEP_FILES);
      } catch (CatalogException e) {
        errors.add(TableError.builder().tableName(table).errorDetail(Failures.of(e)).build());
      }
    }
    return BatchDeleteTableResponse.builder().errors(errors).build();
  }
}
