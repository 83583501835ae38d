package io.propolis.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a document of a file can describe, each with the keys of the operation that creates it. In
 * the order in which they are made: later ones name earlier ones.
 */
enum FileKind {
  DATABASE("database", "databases", "DatabaseInput", "Database", "DatabaseList", Update.WHOLE),
  CONNECTION(
      "connection", "connections", "ConnectionInput", "Connection", "ConnectionList", Update.WHOLE),
  CSV_CLASSIFIER("CsvClassifier"),
  GROK_CLASSIFIER("GrokClassifier"),
  JSON_CLASSIFIER("JsonClassifier"),
  XML_CLASSIFIER("XMLClassifier"),
  CRAWLER("crawler", "crawlers", "", "Crawler", "Crawlers", Update.MEMBERS);

  /** What an update does to members that it does not name. */
  private enum Update {
    /** They stay. */
    MEMBERS,
    /** They go, so that the others are sent again. */
    WHOLE
  }

  /** Members that the server adds. */
  private static final List<String> COMPUTED =
      List.of(
          "CreateTime",
          "CreationTime",
          "LastUpdated",
          "LastUpdatedTime",
          "LastUpdatedBy",
          "LastConnectionValidationTime",
          "Status",
          "StatusReason",
          "Version",
          "State",
          "CrawlElapsedTime",
          "LastCrawl",
          "CatalogId",
          "ConnectionSchemaVersion");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String noun;
  private final String folder;

  /** The member of a request that holds the object; "" when the request itself does. */
  private final String member;

  private final String replyMember;
  private final String listMember;
  private final Update update;

  FileKind(
      String noun,
      String folder,
      String member,
      String replyMember,
      String listMember,
      Update update) {
    this.noun = noun;
    this.folder = folder;
    this.member = member;
    this.replyMember = replyMember;
    this.listMember = listMember;
    this.update = update;
  }

  /** A classifier, of one of the four kinds. */
  FileKind(String member) {
    this("classifier", "classifiers", member, "Classifier", "Classifiers", Update.MEMBERS);
  }

  /** "crawler". */
  String noun() {
    return noun;
  }

  /** Where exported files of the kind lie. */
  String folder() {
    return folder;
  }

  private String operationNoun() {
    return replyMember;
  }

  /** What the keys of a document say that it describes. */
  static Optional<FileKind> of(JsonNode document) {
    return Arrays.stream(values())
        .filter(kind -> document.has(kind.member.isEmpty() ? "Targets" : kind.member))
        .findFirst();
  }

  /** The name of what a document describes; "" when it has none. */
  String name(JsonNode document) {
    return object(document).path("Name").asText("");
  }

  private JsonNode object(JsonNode document) {
    return member.isEmpty() ? document : document.path(member);
  }

  private boolean isClassifier() {
    return noun.equals("classifier");
  }

  /** As the server has it, with the keys of a document; empty when it has none of that name. */
  Optional<ObjectNode> current(GlueClient glue, String name) {
    return glue.find("Get" + operationNoun(), GlueClient.object().put("Name", name))
        .map(reply -> document((ObjectNode) reply.path(replyMember)));
  }

  /** All of the kind that the server has; none of what it does not serve. */
  List<ObjectNode> all(GlueClient glue) {
    var request = GlueClient.object();
    if (this == CONNECTION) {
      request.put("HidePassword", true);
    }
    List<JsonNode> all;
    try {
      all = glue.all("Get" + operationNoun() + "s", request, listMember);
    } catch (RefusedException e) {
      if (e.isNotSupported()) {
        return List.of();
      }
      throw e;
    }
    return all.stream()
        .filter(each -> !isClassifier() || each.has(member))
        .map(each -> document((ObjectNode) each))
        .toList();
  }

  /** What a server answers, with the keys of the operation that creates it. */
  private ObjectNode document(ObjectNode reply) {
    var object = isClassifier() ? (ObjectNode) reply.path(member).deepCopy() : reply.deepCopy();
    object.remove(COMPUTED);
    if (this == CRAWLER) {
      var schedule = object.path("Schedule").path("ScheduleExpression").asText("");
      if (schedule.isEmpty()) {
        object.remove("Schedule");
      } else {
        object.put("Schedule", schedule);
      }
    }
    return member.isEmpty() ? object : wrapped(object);
  }

  private ObjectNode wrapped(ObjectNode object) {
    var document = GlueClient.object();
    document.set(member, object);
    return document;
  }

  /** The document without what is in force when nothing is said. */
  ObjectNode brief(ObjectNode document) {
    var brief = document.deepCopy();
    if (this == CRAWLER) {
      dropIf(brief, "Classifiers", "[]");
      dropIf(brief, "LineageConfiguration", "{\"CrawlerLineageSettings\":\"DISABLE\"}");
      dropIf(
          brief,
          "LakeFormationConfiguration",
          "{\"UseLakeFormationCredentials\":false,\"AccountId\":\"\"}");
    }
    return brief;
  }

  private static void dropIf(ObjectNode object, String member, String value) {
    if (object.path(member).toString().equals(value)) {
      object.remove(member);
    }
  }

  /** Whether the server has already all that a document says. */
  boolean says(ObjectNode current, ObjectNode wanted) {
    var without = wanted.deepCopy();
    without.remove("Tags");
    return holds(current, without);
  }

  private static boolean holds(JsonNode current, JsonNode wanted) {
    if (wanted.isObject() && current.isObject()) {
      return wanted.properties().stream()
          .allMatch(each -> holds(current.path(each.getKey()), each.getValue()));
    }
    if (wanted.isArray() && current.isArray()) {
      return wanted.size() == current.size()
          && java.util.stream.IntStream.range(0, wanted.size())
              .allMatch(i -> holds(current.get(i), wanted.get(i)));
    }
    if (wanted.isNumber() && current.isNumber()) {
      return wanted.decimalValue().compareTo(current.decimalValue()) == 0;
    }
    return wanted.equals(current)
        || (isEmpty(wanted) && current.isMissingNode())
        || (wanted.isTextual() && current.isTextual() && areSameJson(wanted, current));
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isNull()
        || (node.isContainerNode() && node.isEmpty())
        || (node.isTextual() && node.textValue().isEmpty());
  }

  /** A crawler's Configuration is JSON in a text, whose blanks mean nothing. */
  private static boolean areSameJson(JsonNode one, JsonNode other) {
    if (!one.textValue().startsWith("{")) {
      return false;
    }
    try {
      return JSON.readTree(one.textValue()).equals(JSON.readTree(other.textValue()));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  void create(GlueClient glue, ObjectNode document) {
    glue.call("Create" + operationNoun(), document);
  }

  /** Makes what the server has say what a document says. */
  void update(GlueClient glue, ObjectNode current, ObjectNode wanted) {
    var request = wanted.deepCopy();
    request.remove("Tags");
    if (update == Update.WHOLE) {
      var whole = (ObjectNode) object(current).deepCopy();
      object(wanted).properties().forEach(each -> whole.set(each.getKey(), each.getValue()));
      request.set(member, whole);
      request.put("Name", name(wanted));
    }
    glue.call("Update" + operationNoun(), request);
  }
}
