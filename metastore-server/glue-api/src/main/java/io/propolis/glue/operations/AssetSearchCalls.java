package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Assets by words and by what they are. */
final class AssetSearchCalls implements Noun {
  private static final String OPERATION = "SearchAssets";
  private static final int PAGE = 100;

  /** Assets that are read together. */
  private static final int AT_ONCE = 1_000;

  private static final Set<String> TIMES = Set.of("CreatedAt", "UpdatedAt");
  private static final Set<String> TEXTS =
      Set.of(Assets.ID, Assets.NAME, Assets.DESCRIPTION, Assets.TYPE);

  private final View view;

  AssetSearchCalls(View view) {
    this.view = view;
  }

  @Override
  public void serve(OperationTable table) {
    table.document(OPERATION, this::search);
  }

  private ObjectNode search(Call call, ObjectNode request) {
    var wanted = words(request).and(clause(request.path("FilterClause")));
    var question = OPERATION + " " + Documents.without(request, List.of("MaxResults", "NextToken"));
    // By number: what is sorted by a time that changes has no key to go on behind.
    int from =
        call.tokens()
            .last(question, Documents.textOf(request, "NextToken"))
            .map(Integer::parseInt)
            .orElse(0);
    int to =
        (int)
            Math.min(Integer.MAX_VALUE - 1L, (long) from + request.path("MaxResults").asInt(PAGE));
    var found = first(call, wanted, order(request.path("Sort")), to + 1);
    var reply = Documents.empty();
    var items = reply.putArray("Items");
    found.stream()
        .limit(to)
        .skip(from)
        .forEach(each -> items.add(view.strictly(each, "SearchResultItem")));
    if (found.size() > to) {
      reply.put("NextToken", call.tokens().next(question, Integer.toString(to)));
    }
    return reply;
  }

  /**
   * The first assets in an order. All are looked at, some at a time: in memory are those that may
   * be among the first.
   */
  private static List<ObjectNode> first(
      Call call, Predicate<ObjectNode> wanted, Comparator<ObjectNode> order, int limit) {
    var first = new PriorityQueue<ObjectNode>(order.reversed());
    var after = "";
    for (; ; ) {
      var some = call.session().resources().list(ResourceKind.ASSET, "", after, AT_ONCE);
      for (var asset : some) {
        var shown = Assets.shown(asset);
        if (wanted.test(shown)) {
          first.add(shown);
          if (first.size() > limit) {
            first.remove();
          }
        }
      }
      if (some.size() < AT_ONCE) {
        return first.stream().sorted(order).toList();
      }
      after = some.get(some.size() - 1).name();
    }
  }

  /** All words of the text stand somewhere in the asset's texts, in whatever case. */
  private static Predicate<ObjectNode> words(ObjectNode request) {
    var text = Documents.textOf(request, "SearchText");
    if (text == null) {
      return asset -> true;
    }
    var words = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
    return asset -> {
      var all =
          Stream.concat(
                  TEXTS.stream().map(asset::path),
                  StreamSupport.stream(asset.path(Assets.FORMS).spliterator(), false)
                      .map(form -> form.path(Assets.CONTENT)))
              .map(JsonNode::asText)
              .reduce("", (one, other) -> one + "\n" + other)
              .toLowerCase(Locale.ROOT);
      return words.stream().allMatch(all::contains);
    };
  }

  private static Predicate<ObjectNode> clause(JsonNode clause) {
    Predicate<ObjectNode> all = asset -> true;
    for (var each : clause.path("AndAllFilters")) {
      all = all.and(clause(each));
    }
    if (clause.has("OrAnyFilters")) {
      Predicate<ObjectNode> any = asset -> false;
      for (var each : clause.path("OrAnyFilters")) {
        any = any.or(clause(each));
      }
      all = all.and(any);
    }
    if (clause.has("AttributeFilter")) {
      all = all.and(attribute(clause.path("AttributeFilter")));
    }
    if (clause.has("MapFilter")) {
      throw GlueException.invalidInput(
          "MapFilter.Attribute is %s: assets have no maps that are searched by"
              .formatted(clause.at("/MapFilter/Attribute").asText()));
    }
    return all;
  }

  private static Predicate<ObjectNode> attribute(JsonNode filter) {
    var name = known(filter.path("Attribute").asText(), "AttributeFilter.Attribute");
    var comparator = filter.path("Comparator").asText("EQUALS");
    if (comparator.equals("NOT_EXISTS")) {
      return asset -> !asset.has(name);
    }
    var value = filter.path("Value").path(TIMES.contains(name) ? "LongValue" : "StringValue");
    if (value.isMissingNode()) {
      throw GlueException.invalidInput(
          "AttributeFilter.Value of %s needs a %s"
              .formatted(name, TIMES.contains(name) ? "LongValue" : "StringValue"));
    }
    return asset -> asset.has(name) && holds(comparator, compare(asset.get(name), value));
  }

  private static String known(String attribute, String path) {
    if (!TIMES.contains(attribute) && !TEXTS.contains(attribute)) {
      throw GlueException.invalidInput(
          "%s is %s: assets are searched by %s"
              .formatted(
                  path,
                  attribute,
                  Stream.concat(TEXTS.stream(), TIMES.stream()).sorted().toList()));
    }
    return attribute;
  }

  private static boolean holds(String comparator, int compared) {
    return switch (comparator) {
      case "GREATER_THAN" -> compared > 0;
      case "GREATER_THAN_OR_EQUALS" -> compared >= 0;
      case "LESS_THAN" -> compared < 0;
      case "LESS_THAN_OR_EQUALS" -> compared <= 0;
      default -> compared == 0;
    };
  }

  /** Times are seconds, of which assets have fractions and filters have none. */
  private static int compare(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? new BigDecimal(one.asText()).compareTo(new BigDecimal(other.asText()))
        : one.asText().compareTo(other.asText());
  }

  private static Comparator<ObjectNode> order(JsonNode sort) {
    Comparator<ObjectNode> byId = Comparator.comparing(asset -> asset.path(Assets.ID).asText());
    if (sort.isMissingNode()) {
      return byId;
    }
    var name = known(sort.path("Attribute").asText(), "Sort.Attribute");
    Comparator<ObjectNode> by = (one, other) -> compare(one.path(name), other.path(name));
    return (sort.path("Order").asText().equals("DESCENDING") ? by.reversed() : by)
        .thenComparing(byId);
  }
}
