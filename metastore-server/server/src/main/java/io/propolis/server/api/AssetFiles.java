package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Assets of the business catalog, what is attached to them, and the terms that they stand for. */
final class AssetFiles {
  private static final String ASSET = "AssetIdentifier";
  private static final String FORM_TYPE = "FormTypeIdentifier";
  private static final String CONTENT = "Content";

  private AssetFiles() {}

  private static Stream<String> ids(GlueClient glue) {
    return glue.all("SearchAssets", object(), "Items").stream()
        .map(each -> each.path(Glossaries.ID).asText());
  }

  private static Optional<JsonNode> asset(GlueClient glue, String id) {
    return glue.find("GetAsset", object().put(Glossaries.IDENTIFIER, id));
  }

  private static Stream<JsonNode> all(GlueClient glue) {
    return ids(glue).flatMap(id -> asset(glue, id).stream());
  }

  /** A form as requests have it. */
  private static void put(ObjectNode request, JsonNode form) {
    request.set(FORM_TYPE, form.path("FormTypeId"));
    if (form.has(CONTENT)) {
      request.set(CONTENT, form.path(CONTENT));
    }
  }

  /** Assets with their forms. */
  record Assets() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return asset(glue, named.path(Glossaries.IDENTIFIER).asText()).map(Assets::described);
    }

    private static ObjectNode described(JsonNode asset) {
      var request = object().put(Glossaries.IDENTIFIER, asset.path(Glossaries.ID).asText());
      request.set(Glossaries.NAME, asset.path(Glossaries.NAME));
      if (asset.has("Description")) {
        request.set("Description", asset.path("Description"));
      }
      var forms = request.putObject("Forms");
      asset
          .path("Forms")
          .properties()
          .forEach(each -> put(forms.putObject(each.getKey()), each.getValue()));
      return request;
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return ids(glue).map(id -> object().put(Glossaries.IDENTIFIER, id));
    }
  }

  /** Forms that are attached to assets. */
  record Attachments() implements Reading {
    private static final String ATTACHMENT = "AttachmentName";

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return asset(glue, named.path(ASSET).asText())
          .map(asset -> asset.path("Attachments").path(named.path(ATTACHMENT).asText()))
          .filter(JsonNode::isObject)
          .map(
              attached -> {
                var request = named.deepCopy();
                put(request, attached);
                return request;
              });
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return all(glue)
          .flatMap(
              asset ->
                  asset.path("Attachments").properties().stream()
                      .map(
                          each ->
                              object()
                                  .put(ASSET, asset.path(Glossaries.ID).asText())
                                  .put(ATTACHMENT, each.getKey())));
    }
  }

  /** Terms that assets stand for, of those that a document names. */
  record Terms() implements Reading {
    static final String TERMS = "GlossaryTermIdentifiers";

    /** The most that one request may name. */
    private static final int MOST = 10;

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var ids = Glossaries.terms(glue);
      var standing = new ArrayList<String>();
      asset(glue, named.path(ASSET).asText())
          .ifPresent(asset -> asset.path("GlossaryTerms").forEach(id -> standing.add(id.asText())));
      var found = object().put(ASSET, named.path(ASSET).asText());
      var terms = found.putArray(TERMS);
      for (var name : named.path(TERMS)) {
        if (standing.contains(ids.get(name.asText()))) {
          terms.add(name);
        }
      }
      return terms.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      var names = new HashMap<String, String>();
      Glossaries.terms(glue).forEach((name, id) -> names.put(id, name));
      return all(glue).flatMap(asset -> keys(asset, names));
    }

    private static Stream<ObjectNode> keys(JsonNode asset, HashMap<String, String> names) {
      List<ObjectNode> keys = new ArrayList<>();
      int count = 0;
      for (var id : asset.path("GlossaryTerms")) {
        if (count++ % MOST == 0) {
          keys.add(object().put(ASSET, asset.path(Glossaries.ID).asText()));
        }
        keys.get(keys.size() - 1).withArray("/" + TERMS).add(names.get(id.asText()));
      }
      return keys.stream();
    }

    @Override
    public ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
      var ids = Glossaries.terms(glue);
      var addressed = object().put(ASSET, request.path(ASSET).asText());
      var terms = addressed.putArray(TERMS);
      request
          .path(TERMS)
          .forEach(each -> terms.add(Glossaries.id(ids, "glossary term", each.asText())));
      return addressed;
    }
  }
}
