package io.propolis.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  public Set<String> operations() {
    return Set.of("Create" + operationNoun(), "Update" + operationNoun());
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
    var name = object(document).path("Name").asText("");
    var catalog = catalog(document);
    return catalog.isEmpty() ? name : catalog + "/" + name;
  }

  /** Of all kinds only databases may lie in another catalog than the account's own. */
  private String catalog(JsonNode document) {
    return this == DATABASE
        ? FileCatalogs.name(document.path(FileCatalogs.ID).asText(FileCatalogs.OWN))
        : "";
  }

  private JsonNode object(JsonNode document) {
    return member.isEmpty() ? document : document.path(member);
  }

  private boolean isClassifier() {
    return noun.equals("classifier");
  }

  @Override
  public Optional<String> arn(GlueClient glue, ObjectNode document) {
    return isClassifier() ? Optional.empty() : Optional.of(noun + "/" + name(document));
  }

  @Override
  public ObjectNode request(ObjectNode document) {
    return document;
  }

  @Override
  public Optional<ObjectNode> current(GlueClient glue, ObjectNode document) {
    var request = FileCatalogs.in(FileCatalogs.ID, catalog(document));
    request.put("Name", object(document).path("Name").asText(""));
    var named = document.deepCopy().retain(FileCatalogs.ID);
    return glue.find("Get" + operationNoun(), request)
        .map(reply -> document((ObjectNode) reply.path(replyMember)))
        .map(found -> this == CONNECTION ? masked(glue, request, found, document) : found)
        .map(named::setAll);
  }

  /**
   * A connection whose secrets are masked where the document has them so, as {@code export} wrote
   * them: they are the same then.
   */
  private ObjectNode masked(
      GlueClient glue, ObjectNode request, ObjectNode open, ObjectNode document) {
    var reply = glue.call("GetConnection", request.deepCopy().put("HidePassword", true));
    mask(open, document((ObjectNode) reply.path(replyMember)), document);
    return open;
  }

  private static void mask(JsonNode open, JsonNode hidden, JsonNode document) {
    for (var member : hidden.properties()) {
      var name = member.getKey();
      if (member.getValue().isTextual()) {
        if (open instanceof ObjectNode object && member.getValue().equals(document.path(name))) {
          object.set(name, member.getValue());
        }
      } else {
        mask(open.path(name), member.getValue(), document.path(name));
      }
    }
  }

  @Override
  public List<ObjectNode> all(GlueClient glue) {
    try {
      return this == DATABASE
          ? FileCatalogs.names(glue).flatMap(name -> all(glue, name).stream()).toList()
          : all(glue, "");
    } catch (RefusedException e) {
      if (e.isNotSupported()) {
        return List.of();
      }
      throw e;
    }
  }

  private List<ObjectNode> all(GlueClient glue, String catalog) {
    var request = FileCatalogs.in(FileCatalogs.ID, catalog);
    if (this == CONNECTION) {
      request.put("HidePassword", true);
    }
    return glue.all("Get" + operationNoun() + "s", request, listMember).stream()
        .filter(each -> !isClassifier() || each.has(member))
        .map(each -> FileCatalogs.in(FileCatalogs.ID, catalog).setAll(document((ObjectNode) each)))
        .map(each -> (ObjectNode) each)
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
    if (this == DATABASE && object(brief).path("Name").asText().equals("default")) {
      // Its folder is the warehouse of its server, which another one has elsewhere.
      ((ObjectNode) object(brief)).remove("LocationUri");
    }
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
      if (this == CONNECTION) {
        merge(whole, object(wanted));
      } else {
        object(wanted).properties().forEach(each -> whole.set(each.getKey(), each.getValue()));
      }
      request.set(member, whole);
      request.put("Name", object(wanted).path("Name").asText(""));
    }
    glue.call("Update" + operationNoun(), request);
  }

  /** Files have no secrets: those that they do not name stay. */
  private static void merge(ObjectNode whole, JsonNode wanted) {
    for (var member : wanted.properties()) {
      var name = member.getKey();
      whole.remove("ENCRYPTED_" + name);
      if (whole.path(name) instanceof ObjectNode object && member.getValue().isObject()) {
        merge(object, member.getValue());
      } else {
        whole.set(name, member.getValue());
      }
    }
  }
}
