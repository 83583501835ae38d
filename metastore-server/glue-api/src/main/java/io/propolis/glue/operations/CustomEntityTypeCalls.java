package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.StoredNoun.Completion;
import io.propolis.glue.operations.StoredNoun.Times;
import io.propolis.glue.wire.GlueException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Custom entity types: patterns by which sensitive data is found. */
final class CustomEntityTypeCalls implements Noun {
  private static final String CREATE = "CreateCustomEntityType";

  private final StoredNoun types;

  CustomEntityTypeCalls(ServiceModel model, View view) {
    types =
        new StoredNoun(
            model,
            view,
            ResourceKind.CUSTOM_ENTITY_TYPE,
            CREATE,
            new Times(null, null),
            Completion.NONE);
  }

  @Override
  public void serve(OperationTable table) {
    table.document(CREATE, types.create(CustomEntityTypeCalls::checked));
    table.document("GetCustomEntityType", types.get("GetCustomEntityType", ""));
    table.document(
        "BatchGetCustomEntityTypes",
        types.batchGet(
            "BatchGetCustomEntityTypes",
            "Names",
            "CustomEntityTypes",
            "CustomEntityTypesNotFound"));
    table.document(
        "ListCustomEntityTypes",
        types.list(Listing.of("ListCustomEntityTypes"), "CustomEntityTypes"));
    table.document("DeleteCustomEntityType", types.delete("DeleteCustomEntityType"));
  }

  private static ObjectNode checked(ObjectNode type) {
    var regex = Documents.required(type, "RegexString");
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException | StackOverflowError e) {
      throw GlueException.invalidInput("RegexString is not a regular expression: " + regex);
    }
    return type;
  }
}
