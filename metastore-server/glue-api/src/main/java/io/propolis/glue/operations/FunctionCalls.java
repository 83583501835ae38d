package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Function;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.Functions;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.glue.model.CreateUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.CreateUserDefinedFunctionResponse;
import software.amazon.awssdk.services.glue.model.DeleteUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.DeleteUserDefinedFunctionResponse;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionResponse;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsResponse;
import software.amazon.awssdk.services.glue.model.UpdateUserDefinedFunctionRequest;
import software.amazon.awssdk.services.glue.model.UpdateUserDefinedFunctionResponse;

/** User-defined functions. */
final class FunctionCalls implements Noun {
  private static final int PAGE = 100;

  @Override
  public void serve(OperationTable table) {
    table.add(
        CreateUserDefinedFunctionRequest.class,
        CreateUserDefinedFunctionRequest::builder,
        this::create);
    table.add(
        GetUserDefinedFunctionRequest.class, GetUserDefinedFunctionRequest::builder, this::get);
    table.add(
        GetUserDefinedFunctionsRequest.class, GetUserDefinedFunctionsRequest::builder, this::list);
    table.add(
        UpdateUserDefinedFunctionRequest.class,
        UpdateUserDefinedFunctionRequest::builder,
        this::update);
    table.add(
        DeleteUserDefinedFunctionRequest.class,
        DeleteUserDefinedFunctionRequest::builder,
        this::delete);
  }

  private CreateUserDefinedFunctionResponse create(
      Call call, CreateUserDefinedFunctionRequest request) {
    var input = request.functionInput();
    var database = call.database(request.catalogId(), request.databaseName());
    var name = Given.required(input.functionName(), "FunctionName");
    call.session().functions().create(Functions.function(call, database, name, input));
    return CreateUserDefinedFunctionResponse.builder().build();
  }

  private GetUserDefinedFunctionResponse get(Call call, GetUserDefinedFunctionRequest request) {
    var database = call.database(request.catalogId(), request.databaseName());
    var function =
        call.session()
            .functions()
            .find(database, request.functionName())
            .orElseThrow(
                () -> CatalogException.functionNotFound(database + "." + request.functionName()));
    return GetUserDefinedFunctionResponse.builder()
        .userDefinedFunction(Functions.reply(call, function))
        .build();
  }

  private GetUserDefinedFunctionsResponse list(Call call, GetUserDefinedFunctionsRequest request) {
    var catalog = call.catalog(request.catalogId());
    var chosen = NameExpression.of(request.pattern());
    var type = request.functionTypeAsString();
    var question =
        "GetUserDefinedFunctions %s %s %s %s"
            .formatted(catalog, request.databaseName(), request.pattern(), type);
    var page =
        Page.of(
            functions(call, catalog, request).stream()
                .filter(function -> chosen.test(function.name()))
                .filter(function -> type == null || type.equals(Functions.type(function)))
                .sorted(Comparator.comparing(FunctionCalls::key))
                .toList(),
            FunctionCalls::key,
            call.tokens().last(question, request.nextToken()),
            Given.pageSize(request.maxResults(), PAGE));
    return GetUserDefinedFunctionsResponse.builder()
        .userDefinedFunctions(
            page.things().stream().map(each -> Functions.reply(call, each)).toList())
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  private static List<Function> functions(
      Call call, String catalog, GetUserDefinedFunctionsRequest request) {
    var all = call.session().functions().all(catalog);
    if (request.databaseName() == null) {
      return all;
    }
    var database = call.database(request.catalogId(), request.databaseName());
    call.session().databases().require(database);
    return all.stream().filter(each -> each.database().equals(database)).toList();
  }

  private static String key(Function function) {
    return function.database().name() + "\n" + function.name();
  }

  private UpdateUserDefinedFunctionResponse update(
      Call call, UpdateUserDefinedFunctionRequest request) {
    var database = call.database(request.catalogId(), request.databaseName());
    var input = request.functionInput();
    var name = input.functionName() == null ? request.functionName() : input.functionName();
    call.session()
        .functions()
        .alter(database, request.functionName(), Functions.function(call, database, name, input));
    return UpdateUserDefinedFunctionResponse.builder().build();
  }

  private DeleteUserDefinedFunctionResponse delete(
      Call call, DeleteUserDefinedFunctionRequest request) {
    var database = call.database(request.catalogId(), request.databaseName());
    call.session().functions().drop(database, request.functionName());
    return DeleteUserDefinedFunctionResponse.builder().build();
  }
}
