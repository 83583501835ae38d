package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.asked;
import static io.propolis.server.api.ApiKind.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Catalogs. Files call them by their names, which are the same on every server, where the API has
 * ids that begin with the server's account.
 */
final class FileCatalogs {
  /** The account's own, which requests without a name mean. */
  static final String OWN = "hive";

  static final String ID = "CatalogId";
  private static final String NAME = "Name";
  private static final String INPUT = "CatalogInput";

  /** How a new server describes the account's own catalog. */
  private static final String AS_MADE = "{\"Description\":\"Default catalog\"}";

  private FileCatalogs() {}

  /**
   * The name of the catalog that an id or ARN means: {@code lake} of {@code 123456789012:lake}; ""
   * of the account's own.
   */
  static String name(String id) {
    var name = id.substring(Math.max(id.lastIndexOf(':'), id.lastIndexOf('/')) + 1);
    boolean isOwn = name.equals(OWN) || name.equals("catalog") || name.matches("\\d{12}");
    return isOwn ? "" : name;
  }

  /** Names of all catalogs: "" of the account's own, which comes first. */
  static Stream<String> names(GlueClient glue) {
    var others =
        glue.all("GetCatalogs", object(), "CatalogList").stream()
            .map(each -> name(each.path(ID).asText()))
            .filter(name -> !name.isEmpty());
    return Stream.concat(Stream.of(""), others);
  }

  /** What requests about something in a catalog begin with. */
  static ObjectNode in(String member, String name) {
    return name.isEmpty() ? object() : object().put(member, name);
  }

  /** Catalogs themselves. The account's own is there from the beginning. */
  record All() implements Reading {
    @Override
    public List<String> scopes() {
      return List.of();
    }

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var name = named.path(NAME).asText();
      return glue.find("GetCatalog", object().put(ID, name))
          .map(reply -> described(name, reply.path("Catalog")));
    }

    private static ObjectNode described(String name, JsonNode catalog) {
      var request = object().put(NAME, name);
      request.set(INPUT, asked(catalog, "Catalog", INPUT));
      return request;
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return names(glue)
          .map(name -> object().put(NAME, name.isEmpty() ? OWN : name))
          .filter(named -> isDescribed(glue, named));
    }

    /** The account's own is worth a file when somebody described it. */
    private boolean isDescribed(GlueClient glue, ObjectNode named) {
      return !named.path(NAME).asText().equals(OWN)
          || find(glue, named)
              .filter(each -> !each.path(INPUT).toString().equals(AS_MADE))
              .isPresent();
    }

    @Override
    public ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
      if (operation.equals("UpdateCatalog")) {
        request.put(ID, request.path(NAME).asText());
        request.remove(NAME);
      }
      return request;
    }
  }
}
