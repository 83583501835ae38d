package io.propolis.crawlers.sources.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.SourceTarget.DynamoDb;
import io.propolis.crawlers.definition.SourceTarget.Scan;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.formats.ValueShape;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.DocumentTable;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A table of DynamoDB, typed by its items. */
public final class DynamoSource {
  /** Items looked at when not all are. */
  private static final int SAMPLE = 1000;

  private static final int PAGE = 250;

  /** Share of the read capacity that a crawl takes unless told, as Glue's do. */
  private static final double USUAL_RATE = 0.5;

  private static final double USUAL_RATE_ON_DEMAND = 0.25;

  /** Read units a second that a table on demand has unless its owner asked for more. */
  private static final long ON_DEMAND_UNITS = 40_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final DynamoClient client;
  private final DynamoDb target;
  private final CrawlWatch watch;

  DynamoSource(DynamoClient client, DynamoDb target, CrawlWatch watch) {
    this.client = client;
    this.target = target;
    this.watch = watch;
  }

  /** Found as AWS's SDKs find it. */
  public static DynamoSource byEnvironment(DynamoDb target, CrawlWatch watch) {
    return new DynamoSource(DynamoClient.byEnvironment(), target, watch);
  }

  /**
   * The table; none when there is no such one, which is added to the problems.
   *
   * @throws CatalogException when DynamoDB refuses or cannot be reached
   */
  public Optional<FoundSource> read(List<Problem> problems) {
    JsonNode description;
    try {
      description = client.describe(target.table());
    } catch (CatalogException e) {
      if (e.kind() != CatalogException.Kind.NOT_FOUND) {
        throw e;
      }
      problems.add(new Problem(target.table(), "is no table of DynamoDB at " + client.endpoint()));
      return Optional.empty();
    }
    var shape = new ValueShape(ValueShape.Texts.QUOTED);
    long items = scan(unitsPerSecond(description), shape);
    var name = description.path("TableName").asText(target.table());
    var parameters = parameters(description);
    var origin =
        "DynamoDB table %s, by %s%d items"
            .formatted(name, target.scan() == Scan.ALL ? "all " : "", items);
    return Optional.of(
        DocumentTable.of(
            description.path("TableArn").asText(),
            name,
            shape,
            Stream.of("hashKey", "rangeKey")
                .filter(parameters::containsKey)
                .map(parameters::get)
                .toList(),
            parameters,
            origin,
            problems));
  }

  private double unitsPerSecond(JsonNode description) {
    long provisioned = description.at("/ProvisionedThroughput/ReadCapacityUnits").asLong();
    double rate =
        target.rate() != null ? target.rate() : provisioned > 0 ? USUAL_RATE : USUAL_RATE_ON_DEMAND;
    return rate * (provisioned > 0 ? provisioned : ON_DEMAND_UNITS);
  }

  /** How many items were looked at. */
  private long scan(double unitsPerSecond, ValueShape shape) {
    long items = 0;
    JsonNode from = MissingNode.getInstance();
    do {
      var page = client.scan(target.table(), from, PAGE);
      for (var item : page.path("Items")) {
        shape.add(item(item), target.table());
        items++;
      }
      watch.listed(page.path("Items").size());
      from = page.path("LastEvaluatedKey");
      boolean isEnough = target.scan() == Scan.SAMPLED && items >= SAMPLE;
      if (!from.isObject() || isEnough) {
        return items;
      }
      double units = page.at("/ConsumedCapacity/CapacityUnits").asDouble();
      DynamoClient.pause((long) (1000 * units / unitsPerSecond));
    } while (true);
  }

  private static Map<String, String> parameters(JsonNode description) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("classification", "dynamodb");
    long items = description.path("ItemCount").asLong();
    long bytes = description.path("TableSizeBytes").asLong();
    parameters.put("recordCount", Long.toString(items));
    parameters.put("sizeKey", Long.toString(bytes));
    if (items > 0) {
      parameters.put("averageRecordSize", Long.toString(bytes / items));
    }
    for (var key : description.path("KeySchema")) {
      parameters.put(
          key.path("KeyType").asText().toLowerCase(Locale.ROOT) + "Key",
          key.path("AttributeName").asText());
    }
    return parameters;
  }

  private static JsonNode item(JsonNode attributes) {
    var node = NODES.objectNode();
    attributes.properties().forEach(each -> node.set(each.getKey(), value(each.getValue())));
    return node;
  }

  /** An attribute is one member, named by its type. */
  private static JsonNode value(JsonNode attribute) {
    var names = attribute.fieldNames();
    if (!names.hasNext()) {
      return NODES.nullNode();
    }
    var type = names.next();
    var value = attribute.get(type);
    return switch (type) {
      case "S" -> NODES.textNode(value.asText());
      case "N" -> number(value.asText());
      case "BOOL" -> NODES.booleanNode(value.asBoolean());
      case "B" -> NODES.binaryNode(Base64.getDecoder().decode(value.asText()));
      case "M" -> item(value);
      case "L" -> list(value, "");
      case "SS" -> list(value, "S");
      case "NS" -> list(value, "N");
      case "BS" -> list(value, "B");
      default -> NODES.nullNode();
    };
  }

  private static JsonNode list(JsonNode elements, String type) {
    var list = NODES.arrayNode();
    for (var element : elements) {
      list.add(value(type.isEmpty() ? element : NODES.objectNode().set(type, element)));
    }
    return list;
  }

  /** DynamoDB has one type of number, of 38 digits. */
  private static JsonNode number(String text) {
    var number = new BigDecimal(text);
    if (number.stripTrailingZeros().scale() > 0) {
      return NODES.numberNode(number);
    }
    var whole = number.toBigInteger();
    return switch ((whole.bitLength() + Integer.SIZE) / Integer.SIZE) {
      case 1 -> NODES.numberNode(whole.intValue());
      case 2 -> NODES.numberNode(whole.longValue());
      default -> NODES.numberNode(whole);
    };
  }
}
