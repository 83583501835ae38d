package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.ResourceWrites;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of an asset: its forms, attachments and terms beside its name. */
final class Assets {
  static final String ID = "Id";
  static final String NAME = "Name";
  static final String DESCRIPTION = "Description";
  static final String TYPE = "AssetTypeId";
  static final String FORMS = "Forms";
  static final String ATTACHMENTS = "Attachments";
  static final String TERMS = "GlossaryTerms";
  static final String FORM_TYPE = "FormTypeId";
  static final String CONTENT = "Content";

  /** The one type: clients cannot make others. */
  static final String ANY_TYPE = "Asset";

  private Assets() {}

  static ResourceKey key(String id) {
    return ResourceKey.of(ResourceKind.ASSET, id);
  }

  /** The asset with its times. */
  static ObjectNode shown(Resource asset) {
    var shown = Documents.read(asset.document());
    shown.put(ID, asset.name());
    shown.set("CreatedAt", Documents.time(asset.created()));
    shown.set("UpdatedAt", Documents.time(asset.updated()));
    return shown;
  }

  static boolean usesFormType(JsonNode asset, String type) {
    for (var forms : List.of(asset.path(FORMS), asset.path(ATTACHMENTS))) {
      for (var form : forms) {
        if (type.equals(Documents.textOf(form, FORM_TYPE))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * A form as it is kept. Its type must be there, and stays until the transaction ends.
   *
   * @param given by the request; null leaves a form's type as it is
   * @param current the form that it replaces
   * @param path of the form in the request, for messages
   */
  static ObjectNode form(
      ResourceWrites writes,
      @Nullable String given,
      @Nullable String content,
      JsonNode current,
      String path) {
    var type = given == null ? Documents.textOf(current, FORM_TYPE) : given;
    if (type == null) {
      throw GlueException.invalidInput(path + ".FormTypeIdentifier must not be null");
    }
    if (writes.hold(FormTypeCalls.key(type)).isEmpty()) {
      throw new GlueException(GlueError.ENTITY_NOT_FOUND, "Form type not found: " + type);
    }
    var form = Documents.empty().put(FORM_TYPE, type);
    if (content != null) {
      form.put(CONTENT, content);
    }
    return form;
  }
}
