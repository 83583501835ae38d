package io.propolis.glue.operations;

import io.propolis.catalog.model.Names;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.Catalogs;
import io.propolis.glue.wire.GlueException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreateCatalogRequest;
import software.amazon.awssdk.services.glue.model.CreateCatalogResponse;
import software.amazon.awssdk.services.glue.model.DeleteCatalogRequest;
import software.amazon.awssdk.services.glue.model.DeleteCatalogResponse;
import software.amazon.awssdk.services.glue.model.GetCatalogRequest;
import software.amazon.awssdk.services.glue.model.GetCatalogResponse;
import software.amazon.awssdk.services.glue.model.GetCatalogsRequest;
import software.amazon.awssdk.services.glue.model.GetCatalogsResponse;
import software.amazon.awssdk.services.glue.model.UpdateCatalogRequest;
import software.amazon.awssdk.services.glue.model.UpdateCatalogResponse;

/** Catalogs: those of Hive. The account's own is the default one; none lies within another. */
final class CatalogCalls implements Noun {
  private static final int PAGE = 100;

  @Override
  public void serve(OperationTable table) {
    table.add(CreateCatalogRequest.class, CreateCatalogRequest::builder, this::create);
    table.add(GetCatalogRequest.class, GetCatalogRequest::builder, this::get);
    table.add(GetCatalogsRequest.class, GetCatalogsRequest::builder, this::list);
    table.add(UpdateCatalogRequest.class, UpdateCatalogRequest::builder, this::update);
    table.add(DeleteCatalogRequest.class, DeleteCatalogRequest::builder, this::delete);
  }

  private CreateCatalogResponse create(Call call, CreateCatalogRequest request) {
    var root = call.session().catalogs().require(Names.DEFAULT_CATALOG);
    var catalog = Catalogs.created(call, request.name(), root, request.catalogInput());
    call.session().catalogs().create(catalog, request.tags());
    return CreateCatalogResponse.builder().build();
  }

  private GetCatalogResponse get(Call call, GetCatalogRequest request) {
    var catalog = call.session().catalogs().require(call.catalog(request.catalogId()));
    return GetCatalogResponse.builder().catalog(Catalogs.reply(call, catalog)).build();
  }

  private GetCatalogsResponse list(Call call, GetCatalogsRequest request) {
    var parent = request.parentCatalogId();
    boolean isOfRoot = call.catalog(parent).equals(Names.DEFAULT_CATALOG);
    boolean hasRoot =
        request.includeRoot() == null ? parent == null : Boolean.TRUE.equals(request.includeRoot());
    var names =
        isOfRoot
            ? call.session().catalogs().names().stream()
                .filter(name -> hasRoot || !name.equals(Names.DEFAULT_CATALOG))
                .filter(name -> isWanted(call, name, request.hasDatabases()))
            : Stream.<String>of();
    var question = "GetCatalogs %s %s %s".formatted(parent, hasRoot, request.hasDatabases());
    var page =
        Page.of(
            names.sorted().toList(),
            name -> name,
            call.tokens().last(question, request.nextToken()),
            Given.pageSize(request.maxResults(), PAGE));
    return GetCatalogsResponse.builder()
        .catalogList(
            page.things().stream()
                .flatMap(name -> call.session().catalogs().find(name).stream())
                .map(catalog -> Catalogs.reply(call, catalog))
                .toList())
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  private static boolean isWanted(Call call, String catalog, @Nullable Boolean hasDatabases) {
    return hasDatabases == null
        || hasDatabases != call.session().databases().all(catalog).isEmpty();
  }

  private UpdateCatalogResponse update(Call call, UpdateCatalogRequest request) {
    var catalogs = call.session().catalogs();
    var current = catalogs.require(call.catalog(request.catalogId()));
    catalogs.alter(current.name(), Catalogs.changed(call, current, request.catalogInput()));
    return UpdateCatalogResponse.builder().build();
  }

  /** With all that is in it, at once. */
  private DeleteCatalogResponse delete(Call call, DeleteCatalogRequest request) {
    var name = call.catalog(request.catalogId());
    if (name.equals(Names.DEFAULT_CATALOG)) {
      throw GlueException.invalidInput("The catalog of the account cannot be deleted");
    }
    call.session().catalogs().dropWithContents(name);
    return DeleteCatalogResponse.builder().build();
  }
}
