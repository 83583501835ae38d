package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.ResourceWrites;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is attached to assets: further forms, and terms of glossaries. Iterable forms, whose items
 * AWS takes from the data, no asset has here.
 */
final class AssetPartCalls implements Noun {
  private static final String ASSET = "AssetIdentifier";
  private static final String ITERABLE = "IterableFormName";
  private static final String ATTACHMENT = "AttachmentName";

  /** How a request changes the part of an asset that it is about. */
  private interface Change {
    void make(ResourceWrites writes, ObjectNode request, ObjectNode asset);
  }

  @Override
  public void serve(OperationTable table) {
    changing(table, "PutAttachment", AssetPartCalls::attach);
    changing(table, "DeleteAttachment", AssetPartCalls::detach);
    changing(table, "AssociateGlossaryTerms", AssetPartCalls::associate);
    changing(table, "DisassociateGlossaryTerms", AssetPartCalls::disassociate);
    table.document("ListIterableForms", AssetPartCalls::refuseIterable);
    table.document("BatchGetIterableForms", AssetPartCalls::refuseIterable);
  }

  /** Replies say which asset it was, and what is there of what was changed. */
  private static void changing(OperationTable table, String operation, Change change) {
    table.document(
        operation,
        (call, request) -> {
          if (request.has(ITERABLE)) {
            return refuseIterable(call, request);
          }
          return ClientTokens.once(
              call, operation, request, writes -> changed(writes, request, change));
        });
  }

  private static ObjectNode changed(ResourceWrites writes, ObjectNode request, Change change) {
    var id = Documents.required(request, ASSET);
    var reply = Documents.empty().put("AssetId", id);
    writes.change(
        Assets.key(id),
        current -> {
          var asset = Documents.read(current.document());
          change.make(writes, request, asset);
          if (request.has(ATTACHMENT)) {
            shown(request, asset, reply);
          } else {
            reply.set(Assets.TERMS, asset.withArray(Assets.TERMS));
          }
          return Documents.text(asset);
        });
    return reply;
  }

  private static void shown(ObjectNode request, ObjectNode asset, ObjectNode reply) {
    var name = Documents.required(request, ATTACHMENT);
    var attached = asset.path(Assets.ATTACHMENTS).path(name);
    if (attached.isObject()) {
      reply.put(ATTACHMENT, name);
      reply.set(Assets.FORM_TYPE, attached.path(Assets.FORM_TYPE));
    }
  }

  private static void attach(ResourceWrites writes, ObjectNode request, ObjectNode asset) {
    var name = Documents.required(request, ATTACHMENT);
    var attachments = asset.withObject("/" + Assets.ATTACHMENTS);
    attachments.set(
        name,
        Assets.form(
            writes,
            Documents.textOf(request, "FormTypeIdentifier"),
            Documents.required(request, Assets.CONTENT),
            attachments.path(name),
            "PutAttachment"));
  }

  private static void detach(ResourceWrites writes, ObjectNode request, ObjectNode asset) {
    var name = Documents.required(request, ATTACHMENT);
    if (asset.withObject("/" + Assets.ATTACHMENTS).remove(name) == null) {
      throw new GlueException(
          GlueError.ENTITY_NOT_FOUND,
          "Asset %s has no attachment %s".formatted(Documents.required(request, ASSET), name));
    }
  }

  private static void associate(ResourceWrites writes, ObjectNode request, ObjectNode asset) {
    var terms = terms(asset);
    for (var term : request.path("GlossaryTermIdentifiers")) {
      var id = term.asText();
      if (writes.hold(GlossaryCalls.term(id)).isEmpty()) {
        throw new GlueException(GlueError.ENTITY_NOT_FOUND, "Glossary term not found: " + id);
      }
      terms.add(id);
    }
    put(asset, terms);
  }

  private static void disassociate(ResourceWrites writes, ObjectNode request, ObjectNode asset) {
    var terms = terms(asset);
    for (var term : request.path("GlossaryTermIdentifiers")) {
      if (!terms.remove(term.asText())) {
        throw new GlueException(
            GlueError.ENTITY_NOT_FOUND,
            "Asset %s has no glossary term %s"
                .formatted(Documents.required(request, ASSET), term.asText()));
      }
    }
    put(asset, terms);
  }

  private static Set<String> terms(ObjectNode asset) {
    var terms = new LinkedHashSet<String>();
    asset.path(Assets.TERMS).forEach(each -> terms.add(each.asText()));
    return terms;
  }

  private static void put(ObjectNode asset, Set<String> terms) {
    var array = asset.putArray(Assets.TERMS);
    terms.forEach(array::add);
  }

  private static ObjectNode refuseIterable(Call call, ObjectNode request) {
    var id = Documents.required(request, ASSET);
    call.session().resources().require(Assets.key(id));
    throw new GlueException(
        GlueError.ENTITY_NOT_FOUND,
        "Asset %s has no iterable form %s".formatted(id, Documents.textOf(request, ITERABLE)));
  }
}
