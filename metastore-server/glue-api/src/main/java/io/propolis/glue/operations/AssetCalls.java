package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.ResourceWrites;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.documents.View;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.Objects;
import java.util.Optional;

/**
 * Assets of the business catalog: descriptions of data, with forms. There is one type of them,
 * {@code Asset}, which prescribes no forms.
 */
final class AssetCalls implements Noun {
  private static final String IDENTIFIER = "Identifier";

  private final View view;

  AssetCalls(View view) {
    this.view = view;
  }

  @Override
  public void serve(OperationTable table) {
    table.document("PutAsset", this::put);
    table.document("GetAsset", AssetCalls::get);
    table.document("UpdateAsset", this::update);
    table.document("DeleteAsset", AssetCalls::delete);
    table.document("ListAssetTypes", AssetCalls::types);
    table.document("GetAssetType", AssetCalls::type);
  }

  private static String id(ObjectNode request) {
    return Documents.required(request, IDENTIFIER);
  }

  /** Makes the asset or describes it anew; attachments and terms stay. */
  private ObjectNode put(Call call, ObjectNode request) {
    var type = Documents.textOf(request, "AssetTypeIdentifier");
    if (type != null) {
      requireType(type);
    }
    return ClientTokens.once(
        call,
        "PutAsset",
        request,
        writes -> view.strictly(put(writes, request), "PutAssetResponse"));
  }

  private static ObjectNode put(ResourceWrites writes, ObjectNode request) {
    var key = Assets.key(id(request));
    var current =
        writes.hold(key).map(each -> Documents.read(each.document())).orElseGet(Documents::empty);
    var asset = current.deepCopy();
    asset.put(Assets.TYPE, Assets.ANY_TYPE);
    asset.put(Assets.NAME, Documents.required(request, Assets.NAME));
    asset.remove(Assets.DESCRIPTION);
    Optional.ofNullable(Documents.textOf(request, Assets.DESCRIPTION))
        .ifPresent(text -> asset.put(Assets.DESCRIPTION, text));
    var forms = asset.putObject(Assets.FORMS);
    for (var form : request.path(Assets.FORMS).properties()) {
      var name = form.getKey();
      forms.set(
          name,
          Assets.form(
              writes,
              Documents.textOf(form.getValue(), "FormTypeIdentifier"),
              Documents.textOf(form.getValue(), Assets.CONTENT),
              current.path(Assets.FORMS).path(name),
              Assets.FORMS + "." + name));
    }
    return Assets.shown(writes.put(key, was -> Documents.text(asset)));
  }

  private static ObjectNode get(Call call, ObjectNode request) {
    return Assets.shown(call.session().resources().require(Assets.key(id(request))));
  }

  private ObjectNode update(Call call, ObjectNode request) {
    return ClientTokens.once(
        call,
        "UpdateAsset",
        request,
        writes ->
            view.strictly(
                Assets.shown(
                    writes.change(
                        Assets.key(id(request)),
                        current -> updated(Documents.read(current.document()), request))),
                "UpdateAssetResponse"));
  }

  private static String updated(ObjectNode asset, ObjectNode request) {
    for (var member : new String[] {Assets.NAME, Assets.DESCRIPTION}) {
      if (request.has(member)) {
        asset.set(member, request.get(member));
      }
    }
    return Documents.text(asset);
  }

  /** What is not there is as good as deleted. */
  private static ObjectNode delete(Call call, ObjectNode request) {
    try {
      call.session().resources().delete(Assets.key(id(request)));
    } catch (CatalogException e) {
      if (e.kind() != CatalogException.Kind.NOT_FOUND) {
        throw e;
      }
    }
    return Documents.empty();
  }

  private static ObjectNode types(Call call, ObjectNode request) {
    call.tokens().last("ListAssetTypes", Documents.textOf(request, "NextToken"));
    var reply = Documents.empty();
    reply.putArray("Items").add(anyType());
    return reply;
  }

  private static ObjectNode type(Call call, ObjectNode request) {
    requireType(id(request));
    var type = anyType();
    type.putObject(Assets.FORMS);
    return type;
  }

  private static ObjectNode anyType() {
    return Documents.empty().put(Assets.ID, Assets.ANY_TYPE).put(Assets.NAME, Assets.ANY_TYPE);
  }

  private static void requireType(String type) {
    if (!Objects.equals(type, Assets.ANY_TYPE)) {
      throw new GlueException(
          GlueError.ENTITY_NOT_FOUND,
          "Asset type not found: %s; there is %s".formatted(type, Assets.ANY_TYPE));
    }
  }
}
