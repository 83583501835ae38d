package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.StoredNoun.Times;
import java.util.List;

/** Rulesets of data quality. They are kept; evaluating them is the ETL engine's. */
final class DataQualityRulesetCalls implements Noun {
  private static final String CREATE = "CreateDataQualityRuleset";
  private static final String RULESET = "Ruleset";
  private static final String CREATED = "CreatedOn";
  private static final String MODIFIED = "LastModifiedOn";
  private static final String TABLE = "TargetTable";

  private final StoredNoun rulesets;

  DataQualityRulesetCalls(ServiceModel model, View view) {
    rulesets =
        new StoredNoun(
            model,
            view,
            ResourceKind.DATA_QUALITY_RULESET,
            CREATE,
            new Times(CREATED, MODIFIED),
            (call, resource, described, more) ->
                more.put("RuleCount", RulesetText.count(described.path(RULESET).asText())));
  }

  @Override
  public void serve(OperationTable table) {
    table.document(CREATE, rulesets.create(DataQualityRulesetCalls::checked));
    table.document("GetDataQualityRuleset", rulesets.get("GetDataQualityRuleset", ""));
    table.document(
        "ListDataQualityRulesets",
        rulesets.list(
            Listing.of("ListDataQualityRulesets"), "Rulesets", DataQualityRulesetCalls::isWanted));
    table.document(
        "UpdateDataQualityRuleset",
        rulesets.merge("UpdateDataQualityRuleset", DataQualityRulesetCalls::checked));
    table.document("DeleteDataQualityRuleset", rulesets.delete("DeleteDataQualityRuleset"));
  }

  private static ObjectNode checked(ObjectNode ruleset) {
    if (ruleset.has(RULESET)) {
      RulesetText.check(Documents.required(ruleset, RULESET));
    }
    return ruleset;
  }

  private static boolean isWanted(ObjectNode request, ObjectNode ruleset) {
    var filter = request.path("Filter");
    return List.of("Name", "Description").stream()
            .allMatch(
                member ->
                    !filter.has(member)
                        || filter.path(member).asText().equals(ruleset.path(member).asText()))
        && (!filter.has(TABLE) || isSameTable(filter.path(TABLE), ruleset.path(TABLE)))
        && isBetween(
            ruleset.path(CREATED), filter.path("CreatedAfter"), filter.path("CreatedBefore"))
        && isBetween(
            ruleset.path(MODIFIED),
            filter.path("LastModifiedAfter"),
            filter.path("LastModifiedBefore"));
  }

  private static boolean isSameTable(JsonNode wanted, JsonNode table) {
    return List.of("DatabaseName", "TableName").stream()
        .allMatch(
            member -> wanted.path(member).asText().equalsIgnoreCase(table.path(member).asText()));
  }

  private static boolean isBetween(JsonNode time, JsonNode after, JsonNode before) {
    return (after.isMissingNode() || time.decimalValue().compareTo(after.decimalValue()) > 0)
        && (before.isMissingNode() || time.decimalValue().compareTo(before.decimalValue()) < 0);
  }
}
