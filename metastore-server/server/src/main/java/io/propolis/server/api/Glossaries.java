package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.asked;
import static io.propolis.server.api.ApiKind.input;
import static io.propolis.server.api.ApiKind.object;
import static io.propolis.server.api.ApiKind.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.CommandException;
import io.propolis.server.api.ApiKind.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Glossaries and their terms. Their ids are given by each server, so files name them: a glossary by
 * its name, a term as {@code GLOSSARY/TERM}.
 */
final class Glossaries {
  static final String ID = "Id";
  static final String NAME = "Name";
  static final String IDENTIFIER = "Identifier";
  private static final String GLOSSARY = "GlossaryIdentifier";
  private static final String CREATE_TERM = "CreateGlossaryTerm";

  private Glossaries() {}

  /** Ids of all glossaries by their names. */
  private static Map<String, String> ids(GlueClient glue) {
    return ids(glue.all("ListGlossaries", object(), "Items").stream());
  }

  private static Map<String, String> ids(Stream<JsonNode> items) {
    var ids = new TreeMap<String, String>();
    items.forEach(each -> ids.put(each.path(NAME).asText(), each.path(ID).asText()));
    return ids;
  }

  private static Map<String, String> ids(GlueClient glue, String glossary) {
    var request = object().put(GLOSSARY, glossary);
    return ids(glue.all("ListGlossaryTerms", request, "Items").stream());
  }

  /** Ids of all terms as files name them. */
  static Map<String, String> terms(GlueClient glue) {
    var terms = new TreeMap<String, String>();
    ids(glue)
        .forEach(
            (glossary, id) ->
                ids(glue, id).forEach((name, term) -> terms.put(glossary + "/" + name, term)));
    return terms;
  }

  /**
   * The id of what a file names.
   *
   * @param noun of it, for the message
   */
  static String id(Map<String, String> ids, String noun, String name) {
    var id = ids.get(name);
    if (id == null) {
      throw CommandException.because(
          "cannot find the %s %s".formatted(noun, name),
          ids.isEmpty() ? "there is none" : "there are " + String.join(", ", ids.keySet()),
          "create it in a document of its own");
    }
    return id;
  }

  /** Glossaries themselves. */
  record All() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return Optional.ofNullable(ids(glue).get(named.path(NAME).asText()))
          .flatMap(id -> glue.find("GetGlossary", object().put(IDENTIFIER, id)))
          .map(reply -> asked(reply, output("GetGlossary"), input("CreateGlossary")));
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return ids(glue).keySet().stream().map(name -> object().put(NAME, name));
    }

    @Override
    public ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
      return operation.equals("UpdateGlossary")
          ? request.put(IDENTIFIER, id(ids(glue), "glossary", request.path(NAME).asText()))
          : request;
    }
  }

  /** Terms of glossaries. */
  record Terms() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var glossary = named.path(GLOSSARY).asText();
      return Optional.ofNullable(ids(glue).get(glossary))
          .map(id -> ids(glue, id).get(named.path(NAME).asText()))
          .flatMap(id -> glue.find("GetGlossaryTerm", object().put(IDENTIFIER, id)))
          .map(reply -> described(glossary, reply));
    }

    private static ObjectNode described(String glossary, JsonNode term) {
      var request = object().put(GLOSSARY, glossary);
      request.setAll(asked(term, output("GetGlossaryTerm"), input(CREATE_TERM)));
      return request;
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return ids(glue).entrySet().stream()
          .flatMap(
              glossary ->
                  ids(glue, glossary.getValue()).keySet().stream()
                      .map(name -> object().put(GLOSSARY, glossary.getKey()).put(NAME, name)));
    }

    @Override
    public ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
      var glossary = id(ids(glue), "glossary", request.path(GLOSSARY).asText());
      if (operation.equals(CREATE_TERM)) {
        return request.put(GLOSSARY, glossary);
      }
      request.remove(GLOSSARY);
      return request.put(
          IDENTIFIER, id(ids(glue, glossary), "glossary term", request.path(NAME).asText()));
    }
  }
}
