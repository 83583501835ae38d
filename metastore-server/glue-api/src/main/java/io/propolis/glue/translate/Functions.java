package io.propolis.glue.translate;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.Function.Resource;
import io.propolis.catalog.model.OwnerType;
import io.propolis.glue.operations.Call;
import io.propolis.glue.wire.GlueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.glue.model.PrincipalType;
import software.amazon.awssdk.services.glue.model.ResourceType;
import software.amazon.awssdk.services.glue.model.ResourceUri;
import software.amazon.awssdk.services.glue.model.UserDefinedFunction;
import software.amazon.awssdk.services.glue.model.UserDefinedFunctionInput;

/** User-defined functions. */
public final class Functions {
  private static final String TYPE = "FunctionType";
  private static final List<String> KEPT = List.of(TYPE);

  private Functions() {}

  /** A function of that name as a client described it. */
  public static Function function(
      Call call, DatabaseName database, String name, UserDefinedFunctionInput input) {
    var extras = new LinkedHashMap<String, String>();
    Kept.put(extras, "", input, call.unknown(), KEPT);
    return new Function(
        database,
        name,
        input.className(),
        input.ownerName(),
        input.ownerType() == null
            ? OwnerType.USER
            : OwnerType.valueOf(input.ownerTypeAsString().toUpperCase(Locale.ROOT)),
        0,
        input.resourceUris().stream().map(Functions::resource).toList(),
        extras);
  }

  private static Resource resource(ResourceUri uri) {
    if (uri.uri() == null) {
      throw GlueException.invalidInput("A resource of a function names no URI");
    }
    return new Resource(
        uri.resourceType() == null
            ? Resource.Kind.JAR
            : Resource.Kind.valueOf(uri.resourceTypeAsString()),
        uri.uri());
  }

  /** Its type in the API's words: Hive's own functions are of the one that was first. */
  public static String type(Function function) {
    return Kept.text(function.extras(), TYPE).orElse("REGULAR_FUNCTION");
  }

  /** The function as clients see it. */
  public static UserDefinedFunction reply(Call call, Function function) {
    var builder =
        UserDefinedFunction.builder()
            .functionName(function.name())
            .databaseName(function.database().name())
            .catalogId(call.catalogId(function.database().catalog()))
            .className(function.className())
            .ownerName(function.owner())
            .ownerType(PrincipalType.fromValue(function.ownerType().name()))
            .createTime(Times.instant(function.createdAt()))
            .resourceUris(
                function.resources().stream()
                    .map(
                        each ->
                            ResourceUri.builder()
                                .resourceType(ResourceType.fromValue(each.kind().name()))
                                .uri(each.uri())
                                .build())
                    .toList());
    var reply = builder.build();
    Kept.restore(function.extras(), "", reply, call.unknown());
    return reply;
  }
}
