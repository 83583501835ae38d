package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.functionNotFound;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.thrift.translate.Functions;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.GetAllFunctionsResponse;
import org.apache.hadoop.hive.metastore.api.GetFunctionsRequest;
import org.apache.hadoop.hive.metastore.api.GetFunctionsResponse;
import org.jspecify.annotations.Nullable;

/** User-defined functions. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class FunctionHandler implements Handler {
  private final Door door;

  FunctionHandler(Door door) {
    this.door = door;
  }

  public void create_function(ClientSession client, Function function) {
    if (HiveNames.parse(function.getCatName(), function.getDbName()).database() == null) {
      throw notFound(Entity.DATABASE, "the one without a name");
    }
    door.as(client).functions().create(Functions.function(function));
  }

  public void alter_function(
      ClientSession client, @Nullable String database, @Nullable String name, Function changed) {
    var current = HiveNames.database(database);
    var requested = Functions.function(changed);
    var target =
        changed.isSetCatName()
            ? requested
            : requested.withName(
                new DatabaseName(current.catalog(), requested.database().name()), requested.name());
    var functions = door.as(client).functions();
    var extras = functions.find(current, name(name)).map(standing -> standing.extras());
    functions.alter(current, name(name), target.withExtras(extras.orElse(Map.of())));
  }

  public void drop_function(
      ClientSession client, @Nullable String database, @Nullable String name) {
    door.as(client).functions().drop(HiveNames.database(database), name(name));
  }

  public Function get_function(
      ClientSession client, @Nullable String database, @Nullable String name) {
    var databaseName = HiveNames.database(database);
    return door.as(client)
        .functions()
        .find(databaseName, name(name))
        .map(Functions::bean)
        .orElseThrow(() -> functionNotFound(databaseName + "." + name));
  }

  public List<String> get_functions(
      ClientSession client, @Nullable String database, @Nullable String pattern) {
    return names(client, HiveNames.database(database), pattern);
  }

  public GetFunctionsResponse get_functions_req(ClientSession client, GetFunctionsRequest request) {
    var database = HiveNames.database(request.getCatalogName(), request.getDbName());
    var names = names(client, database, request.getPattern());
    var response = new GetFunctionsResponse();
    if (!request.isSetReturnNames() || request.isReturnNames()) {
      response.setFunction_names(names);
    } else {
      var functions = door.as(client).functions();
      response.setFunctions(
          names.stream()
              .flatMap(name -> functions.find(database, name).stream())
              .map(Functions::bean)
              .toList());
    }
    return response;
  }

  public GetAllFunctionsResponse get_all_functions(ClientSession client) {
    var response = new GetAllFunctionsResponse();
    response.setFunctions(
        door.as(client).functions().all(HiveNames.catalog(null)).stream()
            .map(Functions::bean)
            .toList());
    return response;
  }

  private List<String> names(
      ClientSession client, DatabaseName database, @Nullable String pattern) {
    var wanted = HiveNames.pattern(pattern);
    return door.as(client).functions().names(database).stream().filter(wanted::matches).toList();
  }

  private static String name(@Nullable String name) {
    return HiveNames.required(Entity.ARGUMENT, "function name", name);
  }
}
