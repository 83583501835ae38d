package io.propolis.glue.operations;

import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.StoredNoun.Completion;
import io.propolis.glue.operations.StoredNoun.Times;
import java.util.function.UnaryOperator;

/** Usage profiles: what jobs and sessions may ask for. */
final class UsageProfileCalls implements Noun {
  private static final String CREATE = "CreateUsageProfile";

  private final StoredNoun profiles;

  UsageProfileCalls(ServiceModel model, View view) {
    profiles =
        new StoredNoun(
            model,
            view,
            ResourceKind.USAGE_PROFILE,
            CREATE,
            new Times("CreatedOn", "LastModifiedOn"),
            Completion.NONE);
  }

  @Override
  public void serve(OperationTable table) {
    table.document(CREATE, profiles.create());
    table.document("GetUsageProfile", profiles.get("GetUsageProfile", ""));
    table.document("ListUsageProfiles", profiles.list(Listing.of("ListUsageProfiles"), "Profiles"));
    table.document(
        "UpdateUsageProfile", profiles.replace("UpdateUsageProfile", UnaryOperator.identity()));
    table.document("DeleteUsageProfile", profiles.deleteIfPresent("DeleteUsageProfile"));
  }
}
