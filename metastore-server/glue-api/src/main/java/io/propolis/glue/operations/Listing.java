package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Pages of resources, sorted by name.
 *
 * @param token member that a page's token comes and goes in
 * @param size member that says how much a page holds
 */
record Listing(String operation, String token, String size) {
  private static final int USUAL = 100;

  /** By {@code NextToken} and {@code MaxResults}. */
  static Listing of(String operation) {
    return new Listing(operation, "NextToken", "MaxResults");
  }

  /** By {@code Marker} and {@code MaxRecords}, as operations on integrations have it. */
  static Listing byMarker(String operation) {
    return new Listing(operation, "Marker", "MaxRecords");
  }

  /**
   * The page that a request asks for.
   *
   * @param next its token, which the reply carries; null when nothing follows
   */
  record Found(List<Resource> resources, @Nullable String next) {}

  /**
   * The page of a parent's resources that a request asks for.
   *
   * @param filter leaves those that the request wants, in order; it is handed many at once
   */
  Found page(
      Call call,
      ObjectNode request,
      ResourceKind kind,
      String parent,
      UnaryOperator<List<Resource>> filter) {
    var question = question(request);
    int wanted = request.path(size).asInt(USUAL);
    var after = call.tokens().last(question, Documents.textOf(request, token)).orElse("");
    var page = new ArrayList<Resource>();
    int read = Math.max(wanted + 1, USUAL);
    while (page.size() <= wanted) {
      var some = call.session().resources().list(kind, parent, after, read);
      page.addAll(filter.apply(some));
      if (some.size() < read) {
        break;
      }
      after = some.get(some.size() - 1).name();
    }
    if (page.size() <= wanted) {
      return new Found(page, null);
    }
    var shown = List.copyOf(page.subList(0, wanted));
    return new Found(shown, call.tokens().next(question, shown.get(wanted - 1).name()));
  }

  /** What decides about the answer, but for the page. */
  private String question(ObjectNode request) {
    return operation + " " + Documents.without(request, List.of(token, size));
  }
}
