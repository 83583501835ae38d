package io.propolis.glue.operations;

import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.StoredNoun.Times;
import java.util.function.UnaryOperator;

/** Blueprints: where the code lies that makes workflows. They are kept; their runs are not made. */
final class BlueprintCalls implements Noun {
  private static final String CREATE = "CreateBlueprint";

  private final StoredNoun blueprints;

  BlueprintCalls(ServiceModel model, View view) {
    blueprints =
        new StoredNoun(
            model,
            view,
            ResourceKind.BLUEPRINT,
            CREATE,
            new Times("CreatedOn", "LastModifiedOn"),
            (call, resource, described, more) -> more.put("Status", "ACTIVE"));
  }

  @Override
  public void serve(OperationTable table) {
    table.document(CREATE, blueprints.create());
    table.document("GetBlueprint", blueprints.get("GetBlueprint", "Blueprint"));
    table.document(
        "BatchGetBlueprints",
        blueprints.batchGet("BatchGetBlueprints", "Names", "Blueprints", "MissingBlueprints"));
    table.document("ListBlueprints", blueprints.list(Listing.of("ListBlueprints"), "Blueprints"));
    table.document(
        "UpdateBlueprint", blueprints.replace("UpdateBlueprint", UnaryOperator.identity()));
    table.document("DeleteBlueprint", blueprints.deleteIfPresent("DeleteBlueprint"));
  }
}
