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
import java.util.function.UnaryOperator;

/** Form types: what forms of assets hold. Their schemas are kept; one that is used stays. */
final class FormTypeCalls implements Noun {
  private static final String ID = "Id";
  private static final String NAME = "Name";
  private static final String SCHEMA = "Schema";

  private final View view;

  FormTypeCalls(View view) {
    this.view = view;
  }

  @Override
  public void serve(OperationTable table) {
    table.document("PutFormType", FormTypeCalls::put);
    table.document("GetFormType", FormTypeCalls::get);
    table.document("ListFormTypes", this::list);
    table.document("DeleteFormType", FormTypeCalls::delete);
  }

  static ResourceKey key(String id) {
    return ResourceKey.of(ResourceKind.FORM_TYPE, id);
  }

  private static ObjectNode put(Call call, ObjectNode request) {
    var name = Documents.required(request, NAME);
    var type =
        Documents.empty()
            .put(ID, name)
            .put(NAME, name)
            .put(SCHEMA, Documents.required(request, SCHEMA));
    return ClientTokens.once(
        call,
        "PutFormType",
        request,
        writes -> Documents.read(writes.put(key(name), was -> Documents.text(type)).document()));
  }

  private static ObjectNode get(Call call, ObjectNode request) {
    return shown(
        call.session().resources().require(key(Documents.required(request, "Identifier"))));
  }

  private static ObjectNode shown(Resource type) {
    return Documents.read(type.document());
  }

  private ObjectNode list(Call call, ObjectNode request) {
    var page =
        Listing.of("ListFormTypes")
            .page(call, request, ResourceKind.FORM_TYPE, "", UnaryOperator.identity());
    var reply = Documents.empty();
    var items = reply.putArray("Items");
    page.resources().forEach(each -> items.add(view.strictly(shown(each), "FormTypeItem")));
    if (page.next() != null) {
      reply.put("NextToken", page.next());
    }
    return reply;
  }

  /** What is not there is as good as deleted. */
  private static ObjectNode delete(Call call, ObjectNode request) {
    var id = Documents.required(request, "Identifier");
    return call.session()
        .resources()
        .together(
            writes -> {
              // Whoever gives an asset a form holds its type, too.
              if (writes.hold(key(id)).isPresent()) {
                requireUnused(writes, id);
                writes.delete(key(id));
              }
              return Documents.empty();
            });
  }

  private static void requireUnused(ResourceWrites writes, String id) {
    for (var asset : writes.list(ResourceKind.ASSET, "", Integer.MAX_VALUE)) {
      if (Assets.usesFormType(Documents.read(asset.document()), id)) {
        throw new GlueException(
            GlueError.CONFLICT, "Form type %s is used by asset %s".formatted(id, asset.name()));
      }
    }
  }
}
