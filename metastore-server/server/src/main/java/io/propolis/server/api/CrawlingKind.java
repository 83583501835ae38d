package io.propolis.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Crawlers and what they name, described with the keys of the request that creates them. In the
 * order in which they are made: later ones name earlier ones.
 */
enum CrawlingKind implements FileKind {
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

  private final String noun;
  private final String folder;

  /** The member of a request that holds the object; "" when the request itself does. */
  private final String member;

  private final String replyMember;
  private final String listMember;
  private final Update update;

  CrawlingKind(
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
  CrawlingKind(String member) {
    this("classifier", "classifiers", member, "Classifier", "Classifiers", Update.MEMBERS);
  }

  @Override
  public String noun() {
    return noun;
  }

  @Override
  public String folder() {
    return folder;
  }

  private String operationNoun() {
    return replyMember;
  }

  @Override
  public boolean describes(JsonNode document) {
    return document.has(member.isEmpty() ? "Targets" : member);
  }

  @Override
  public String name(JsonNode document) {
    return object(document).path("Name").asText("");
  }

  private JsonNode object(JsonNode document) {
    return member.isEmpty() ? document : document.path(member);
  }

  private boolean isClassifier() {
    return noun.equals("classifier");
  }

  @Override
  public Optional<String> arn(JsonNode document) {
    return isClassifier() ? Optional.empty() : Optional.of(noun + "/" + name(document));
  }

  @Override
  public ObjectNode request(ObjectNode document) {
    return document;
  }

  @Override
  public Optional<ObjectNode> current(GlueClient glue, ObjectNode document) {
    var name = name(document);
    return glue.find("Get" + operationNoun(), GlueClient.object().put("Name", name))
        .map(reply -> document((ObjectNode) reply.path(replyMember)));
  }

  @Override
  public List<ObjectNode> all(GlueClient glue) {
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

  @Override
  public ObjectNode brief(ObjectNode document) {
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

  @Override
  public void create(GlueClient glue, ObjectNode document) {
    glue.call("Create" + operationNoun(), document);
  }

  @Override
  public void update(GlueClient glue, ObjectNode current, ObjectNode wanted) {
    var request = wanted.deepCopy();
    if (update == Update.WHOLE) {
      var whole = (ObjectNode) object(current).deepCopy();
      object(wanted).properties().forEach(each -> whole.set(each.getKey(), each.getValue()));
      request.set(member, whole);
      request.put("Name", name(wanted));
    }
    glue.call("Update" + operationNoun(), request);
  }
}
