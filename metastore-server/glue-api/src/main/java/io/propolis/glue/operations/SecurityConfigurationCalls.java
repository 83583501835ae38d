package io.propolis.glue.operations;

import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.StoredNoun.Times;

/**
 * Security configurations: how the jobs and crawlers that name one encrypt what they write. They
 * are kept for those.
 */
final class SecurityConfigurationCalls implements Noun {
  private static final String CREATE = "CreateSecurityConfiguration";

  private final StoredNoun configurations;

  SecurityConfigurationCalls(ServiceModel model, View view) {
    configurations =
        new StoredNoun(
            model,
            view,
            ResourceKind.SECURITY_CONFIGURATION,
            CREATE,
            new Times("CreatedTimeStamp", null),
            // The reply to a creation spells it another way.
            (call, resource, described, more) ->
                more.set("CreatedTimestamp", more.get("CreatedTimeStamp")));
  }

  @Override
  public void serve(OperationTable table) {
    table.document(CREATE, configurations.create());
    table.document(
        "GetSecurityConfiguration",
        configurations.get("GetSecurityConfiguration", "SecurityConfiguration"));
    table.document(
        "GetSecurityConfigurations",
        configurations.list(Listing.of("GetSecurityConfigurations"), "SecurityConfigurations"));
    table.document(
        "DeleteSecurityConfiguration", configurations.delete("DeleteSecurityConfiguration"));
  }
}
