package io.propolis.glue.operations;

import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.StoredNoun.Completion;
import io.propolis.glue.operations.StoredNoun.Times;
import java.util.function.UnaryOperator;

/**
 * The one configuration for IAM Identity Center. It is kept; replies name no application, because
 * none is made.
 */
final class IdentityCenterCalls implements Noun {
  private static final String CREATE = "CreateGlueIdentityCenterConfiguration";

  private final StoredNoun configuration;

  IdentityCenterCalls(ServiceModel model, View view) {
    configuration =
        new StoredNoun(
            model,
            view,
            ResourceKind.IDENTITY_CENTER_CONFIGURATION,
            CREATE,
            request -> "account",
            new Times(null, null),
            Completion.NONE);
  }

  @Override
  public void serve(OperationTable table) {
    table.document(CREATE, configuration.create());
    table.document(
        "GetGlueIdentityCenterConfiguration",
        configuration.get("GetGlueIdentityCenterConfiguration", ""));
    table.document(
        "UpdateGlueIdentityCenterConfiguration",
        configuration.merge("UpdateGlueIdentityCenterConfiguration", UnaryOperator.identity()));
    table.document(
        "DeleteGlueIdentityCenterConfiguration",
        configuration.delete("DeleteGlueIdentityCenterConfiguration"));
  }
}
