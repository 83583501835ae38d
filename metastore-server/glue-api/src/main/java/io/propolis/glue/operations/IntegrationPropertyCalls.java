package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.StoredNoun.Completion;
import io.propolis.glue.operations.StoredNoun.Times;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Properties of the sources and targets of zero-ETL integrations, and of their tables. They are
 * kept; integrations themselves are not run.
 */
final class IntegrationPropertyCalls implements Noun {
  private static final String CREATE = "CreateIntegrationResourceProperty";
  private static final String CREATE_TABLE = "CreateIntegrationTableProperties";
  private static final int NAME_BYTES = 16;

  private final StoredNoun resources;
  private final StoredNoun tables;

  IntegrationPropertyCalls(ServiceModel model, View view) {
    resources =
        new StoredNoun(
            model,
            view,
            ResourceKind.INTEGRATION_RESOURCE_PROPERTY,
            CREATE,
            request -> name(resource(request)),
            new Times(null, null),
            (call, resource, described, more) ->
                more.put("ResourcePropertyArn", Arns.of(call, resource.key())));
    tables =
        new StoredNoun(
            model,
            view,
            ResourceKind.INTEGRATION_TABLE_PROPERTIES,
            CREATE_TABLE,
            request -> name(table(request)),
            new Times(null, null),
            Completion.NONE);
  }

  private static String resource(ObjectNode request) {
    return Documents.required(request, "ResourceArn");
  }

  private static String table(ObjectNode request) {
    return resource(request) + " " + Documents.required(request, "TableName");
  }

  /** The operation, whose errors call what a request is about as the request does. */
  private static DocumentOperation told(
      DocumentOperation operation, Function<ObjectNode, String> described) {
    return (call, request) -> {
      try {
        return operation.answer(call, request);
      } catch (CatalogException e) {
        var known = described.apply(request);
        var message = String.valueOf(e.getMessage()).replace(name(known), known);
        throw new CatalogException(e.kind(), e.entity(), message, e);
      }
    };
  }

  private static DocumentOperation ofResource(DocumentOperation operation) {
    return told(operation, IntegrationPropertyCalls::resource);
  }

  private static DocumentOperation ofTable(DocumentOperation operation) {
    return told(operation, IntegrationPropertyCalls::table);
  }

  /** ARNs are longer than names may be. */
  private static String name(String described) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(described.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, NAME_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void serve(OperationTable table) {
    table.document(CREATE, ofResource(resources.create()));
    table.document(
        "GetIntegrationResourceProperty",
        ofResource(resources.get("GetIntegrationResourceProperty", "")));
    table.document(
        "UpdateIntegrationResourceProperty",
        ofResource(resources.merge("UpdateIntegrationResourceProperty", UnaryOperator.identity())));
    table.document(
        "DeleteIntegrationResourceProperty",
        ofResource(resources.delete("DeleteIntegrationResourceProperty")));
    table.document(
        "ListIntegrationResourceProperties",
        resources.list(
            Listing.byMarker("ListIntegrationResourceProperties"),
            "IntegrationResourcePropertyList",
            IntegrationPropertyCalls::isWanted));
    table.document(CREATE_TABLE, ofTable(tables.create()));
    table.document(
        "GetIntegrationTableProperties", ofTable(tables.get("GetIntegrationTableProperties", "")));
    table.document(
        "UpdateIntegrationTableProperties",
        ofTable(tables.merge("UpdateIntegrationTableProperties", UnaryOperator.identity())));
    table.document(
        "DeleteIntegrationTableProperties",
        ofTable(tables.delete("DeleteIntegrationTableProperties")));
    table.document(
        "ListIntegrationTableProperties",
        tables.list(
            Listing.byMarker("ListIntegrationTableProperties"),
            "IntegrationTablePropertiesList",
            IntegrationPropertyCalls::isWanted));
  }

  /** Each filter names a member and the values that it may have. */
  private static boolean isWanted(ObjectNode request, ObjectNode properties) {
    for (var filter : request.path("Filters")) {
      var value = properties.path(filter.path("Name").asText()).asText();
      boolean passes = filter.path("Values").isEmpty();
      for (var each : filter.path("Values")) {
        passes |= each.asText().equals(value);
      }
      if (!passes) {
        return false;
      }
    }
    return true;
  }
}
