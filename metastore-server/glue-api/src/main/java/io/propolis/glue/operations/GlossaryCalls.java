package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.ResourceWrites;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Glossaries of the business catalog and their terms. One with terms is not deleted. */
final class GlossaryCalls implements Noun {
  private static final String ID = "Id";
  private static final String NAME = "Name";
  private static final String GLOSSARY = "GlossaryId";
  private static final String IDENTIFIER = "Identifier";
  private static final List<String> PASSING = List.of("ClientToken", IDENTIFIER);

  /** The id of a term begins with that of its glossary. */
  private static final int ID_LENGTH = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final View view;

  GlossaryCalls(View view) {
    this.view = view;
  }

  @Override
  public void serve(OperationTable table) {
    table.document("CreateGlossary", this::create);
    table.document("GetGlossary", (call, request) -> get(call, glossary(request)));
    table.document("ListGlossaries", this::list);
    table.document(
        "UpdateGlossary",
        (call, request) -> update(call, "UpdateGlossary", glossary(request), request));
    table.document("DeleteGlossary", (call, request) -> delete(call, glossary(request)));
    table.document("CreateGlossaryTerm", this::createTerm);
    table.document("GetGlossaryTerm", (call, request) -> get(call, term(request)));
    table.document("ListGlossaryTerms", this::listTerms);
    table.document(
        "UpdateGlossaryTerm",
        (call, request) -> update(call, "UpdateGlossaryTerm", term(request), request));
    table.document("DeleteGlossaryTerm", (call, request) -> delete(call, term(request)));
  }

  private static ResourceKey glossary(ObjectNode request) {
    return ResourceKey.of(ResourceKind.GLOSSARY, Documents.required(request, IDENTIFIER));
  }

  private static ResourceKey term(ObjectNode request) {
    return term(Documents.required(request, IDENTIFIER));
  }

  /** Where a term is, by its id. */
  static ResourceKey term(String id) {
    return new ResourceKey(
        ResourceKind.GLOSSARY_TERM, id.substring(0, Math.min(ID_LENGTH, id.length())), id);
  }

  /** What keeps two glossaries, or two terms of one, from having the same name. */
  private static ResourceKey claim(ResourceKey key, String name) {
    return key.kind() == ResourceKind.GLOSSARY
        ? ResourceKey.of(ResourceKind.GLOSSARY_NAME, name)
        : new ResourceKey(ResourceKind.GLOSSARY_TERM_NAME, key.parent(), name);
  }

  private static String newId() {
    var id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(Character.forDigit(RANDOM.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
    }
    return id.toString();
  }

  private ObjectNode create(Call call, ObjectNode request) {
    var key = ResourceKey.of(ResourceKind.GLOSSARY, newId());
    return ClientTokens.once(
        call, "CreateGlossary", request, writes -> create(writes, key, request));
  }

  private ObjectNode createTerm(Call call, ObjectNode request) {
    var glossary = Documents.required(request, "GlossaryIdentifier");
    // A short id is nobody's: it comes to an error that says that there is no such glossary.
    var key = new ResourceKey(ResourceKind.GLOSSARY_TERM, glossary, glossary + newId());
    var described = Documents.without(request, List.of("GlossaryIdentifier"));
    described.put(GLOSSARY, glossary);
    return ClientTokens.once(
        call, "CreateGlossaryTerm", request, writes -> create(writes, key, described));
  }

  private static ObjectNode create(ResourceWrites writes, ResourceKey key, ObjectNode request) {
    var document = Documents.without(request, PASSING);
    document.put(ID, key.name());
    writes.create(key, Documents.text(document), Map.of());
    claim(writes, key, Documents.required(document, NAME));
    return document;
  }

  private static void claim(ResourceWrites writes, ResourceKey key, String name) {
    writes.create(claim(key, name), "{}", Map.of());
  }

  private static ObjectNode get(Call call, ResourceKey key) {
    return shown(call.session().resources().require(key));
  }

  private static ObjectNode shown(Resource resource) {
    return Documents.read(resource.document());
  }

  private ObjectNode list(Call call, ObjectNode request) {
    return page(call, request, "ListGlossaries", ResourceKind.GLOSSARY, "");
  }

  private ObjectNode listTerms(Call call, ObjectNode request) {
    var glossary = Documents.required(request, "GlossaryIdentifier");
    return page(call, request, "ListGlossaryTerms", ResourceKind.GLOSSARY_TERM, glossary);
  }

  private ObjectNode page(
      Call call, ObjectNode request, String operation, ResourceKind kind, String parent) {
    var page = Listing.of(operation).page(call, request, kind, parent, UnaryOperator.identity());
    var item = kind == ResourceKind.GLOSSARY ? "GlossaryItem" : "GlossaryTermItem";
    var reply = Documents.empty();
    var items = reply.putArray("Items");
    page.resources().forEach(each -> items.add(view.strictly(shown(each), item)));
    if (page.next() != null) {
      reply.put("NextToken", page.next());
    }
    return reply;
  }

  /** Members that the request does not give stay; empty texts remove them. */
  private static ObjectNode update(
      Call call, String operation, ResourceKey key, ObjectNode request) {
    var changes = Documents.without(request, PASSING);
    return ClientTokens.once(
        call,
        operation,
        request,
        writes -> {
          var current = writes.hold(key).map(GlossaryCalls::shown);
          var before = current.map(each -> Documents.required(each, NAME));
          var after = Documents.textOf(changes, NAME);
          var result = writes.change(key, each -> Documents.text(merged(shown(each), changes)));
          if (after != null && !after.equals(before.orElse(after))) {
            before.ifPresent(name -> writes.delete(claim(key, name)));
            claim(writes, key, after);
          }
          return shown(result);
        });
  }

  private static ObjectNode merged(ObjectNode current, ObjectNode changes) {
    current.setAll(changes);
    current.properties().removeIf(each -> each.getValue().asText("x").isEmpty());
    return current;
  }

  /** What is not there is as good as deleted. */
  private static ObjectNode delete(Call call, ResourceKey key) {
    call.session()
        .resources()
        .<Boolean>together(
            writes -> {
              var current = writes.hold(key).map(GlossaryCalls::shown);
              if (!writes.list(ResourceKind.GLOSSARY_TERM, key.name(), 1).isEmpty()) {
                throw new GlueException(
                    GlueError.CONFLICT, "The glossary has terms: delete them first");
              }
              current.ifPresent(
                  each -> {
                    writes.delete(claim(key, Documents.required(each, NAME)));
                    writes.delete(key);
                  });
              return current.isPresent();
            });
    return Documents.empty();
  }
}
