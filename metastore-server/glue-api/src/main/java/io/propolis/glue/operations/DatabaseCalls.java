package io.propolis.glue.operations;

import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.DropData;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Names;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.Databases;
import io.propolis.glue.wire.GlueException;
import java.util.Comparator;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseResponse;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseResponse;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseResponse;

/** Databases. */
final class DatabaseCalls implements Noun {
  private static final int PAGE = 100;

  @Override
  public void serve(OperationTable table) {
    table.add(CreateDatabaseRequest.class, CreateDatabaseRequest::builder, this::create);
    table.add(GetDatabaseRequest.class, GetDatabaseRequest::builder, this::get);
    table.add(GetDatabasesRequest.class, GetDatabasesRequest::builder, this::list);
    table.add(UpdateDatabaseRequest.class, UpdateDatabaseRequest::builder, this::update);
    table.add(DeleteDatabaseRequest.class, DeleteDatabaseRequest::builder, this::delete);
  }

  private CreateDatabaseResponse create(Call call, CreateDatabaseRequest request) {
    var name = call.database(request.catalogId(), request.databaseInput().name());
    var database = Databases.created(call, name, request.databaseInput());
    call.session().databases().create(database, request.tags());
    return CreateDatabaseResponse.builder().build();
  }

  private GetDatabaseResponse get(Call call, GetDatabaseRequest request) {
    var database =
        call.session().databases().require(call.database(request.catalogId(), request.name()));
    return GetDatabaseResponse.builder().database(Databases.reply(call, database)).build();
  }

  private GetDatabasesResponse list(Call call, GetDatabasesRequest request) {
    var catalog = call.catalog(request.catalogId());
    var question = "GetDatabases " + catalog;
    var sorted =
        call.session().databases().all(catalog).stream()
            .sorted(Comparator.comparing(Database::name))
            .toList();
    var page =
        Page.of(
            sorted,
            database -> database.name().name(),
            call.tokens().last(question, request.nextToken()),
            Given.pageSize(request.maxResults(), PAGE));
    return GetDatabasesResponse.builder()
        .databaseList(page.things().stream().map(each -> Databases.reply(call, each)).toList())
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  private UpdateDatabaseResponse update(Call call, UpdateDatabaseRequest request) {
    var name = call.database(request.catalogId(), request.name());
    var input = request.databaseInput();
    if (!Names.fold(input.name()).equals(name.name())) {
      throw GlueException.invalidInput(
          "A database cannot be renamed: %s to %s".formatted(request.name(), input.name()));
    }
    var databases = call.session().databases();
    databases.alter(name, Databases.changed(call, databases.require(name), input));
    return UpdateDatabaseResponse.builder().build();
  }

  private DeleteDatabaseResponse delete(Call call, DeleteDatabaseRequest request) {
    var name = call.database(request.catalogId(), request.name());
    call.session().databases().drop(name, Contents.CASCADE, DropData.KEEP_FILES);
    return DeleteDatabaseResponse.builder().build();
  }
}
