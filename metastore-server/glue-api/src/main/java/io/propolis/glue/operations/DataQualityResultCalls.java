package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.operations.OperationTable.Noun;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Results of data quality that were found elsewhere and are published here. None comes from the
 * server, which evaluates no rulesets.
 */
final class DataQualityResultCalls implements Noun {
  private static final String PUBLISH = "PublishDataQualityResultV2";
  private static final String GET = "GetDataQualityResultV2";
  private static final String LIST = "ListDataQualityResultsV2";
  private static final String ID = "ResultId";
  private static final String PUBLISHED = "ResultPublishedOn";
  private static final String DIMENSIONS = "Dimensions";

  /** What results of evaluations that Glue makes itself have. */
  private static final List<String> OF_EVALUATIONS =
      List.of("DataSource", "EvaluationRunMode", "DataQualityEvaluationConfig");

  private final View view;

  DataQualityResultCalls(View view) {
    this.view = view;
  }

  @Override
  public void serve(OperationTable table) {
    table.document(PUBLISH, DataQualityResultCalls::publish);
    table.document(GET, this::get);
    table.document("BatchGetDataQualityResultV2", this::getAll);
    table.document(LIST, this::list);
  }

  private static ResourceKey key(String id) {
    return ResourceKey.of(ResourceKind.DATA_QUALITY_RESULT, id);
  }

  private static ObjectNode publish(Call call, ObjectNode request) {
    // Ids are listed in their order: that of time.
    var id = "dqresult-%012x-%s".formatted(call.clock().millis(), UUID.randomUUID());
    var result = Documents.without(request, List.of("ClientToken"));
    return ClientTokens.once(
        call,
        PUBLISH,
        request,
        writes -> {
          writes.create(key(id), Documents.text(result), Map.of());
          return Documents.empty().put(ID, id);
        });
  }

  private static ObjectNode complete(Resource resource) {
    var result = Documents.read(resource.document());
    result.put(ID, resource.name());
    result.set(PUBLISHED, Documents.time(resource.created()));
    return result;
  }

  private ObjectNode shown(Resource resource, String shape) {
    return view.of(complete(resource), PUBLISH + "Request", shape);
  }

  private ObjectNode get(Call call, ObjectNode request) {
    var found = call.session().resources().require(key(Documents.required(request, ID)));
    return shown(found, GET + "Response");
  }

  private ObjectNode getAll(Call call, ObjectNode request) {
    var missing = new java.util.LinkedHashSet<String>();
    request.path("ResultIds").forEach(each -> missing.add(each.asText()));
    var reply = Documents.empty();
    var results = reply.putArray("Results");
    for (var found :
        call.session()
            .resources()
            .findAll(ResourceKind.DATA_QUALITY_RESULT, List.copyOf(missing))) {
      missing.remove(found.name());
      results.add(shown(found, "DataQualityResultV2Item"));
    }
    var others = reply.putArray("ResultsNotFound");
    missing.forEach(others::add);
    return reply;
  }

  private ObjectNode list(Call call, ObjectNode request) {
    var filter = request.path("Filter");
    var page =
        Listing.of(LIST)
            .page(
                call,
                request,
                ResourceKind.DATA_QUALITY_RESULT,
                "",
                some -> some.stream().filter(each -> passes(filter, complete(each))).toList());
    var reply = Documents.empty();
    var results = reply.putArray("Results");
    page.resources().forEach(each -> results.add(shown(each, "DataQualityResultsV2Description")));
    if (page.next() != null) {
      reply.put("NextToken", page.next());
    }
    return reply;
  }

  private static boolean passes(JsonNode filter, ObjectNode result) {
    var published = result.path(PUBLISHED).decimalValue();
    var after = filter.path("PublishedAfter");
    var before = filter.path("PublishedBefore");
    var context = filter.path("EvaluationContext");
    return OF_EVALUATIONS.stream().noneMatch(filter::has)
        && (after.isMissingNode() || published.compareTo(after.decimalValue()) > 0)
        && (before.isMissingNode() || published.compareTo(before.decimalValue()) < 0)
        && (context.isMissingNode() || context.equals(result.path("EvaluationContext")))
        && Documents.texts(result.path(DIMENSIONS))
            .entrySet()
            .containsAll(Documents.texts(filter.path(DIMENSIONS)).entrySet());
  }
}
