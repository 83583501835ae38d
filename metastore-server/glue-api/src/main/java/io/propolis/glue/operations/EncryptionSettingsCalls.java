package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueException;
import java.util.Optional;

/**
 * How a catalog encrypts. Passwords of connections can be returned encrypted; of KMS those keys may
 * be named that the operator says something stands for.
 */
final class EncryptionSettingsCalls implements Noun {
  private static final String SETTINGS = "DataCatalogEncryptionSettings";
  private static final String AT_REST = "EncryptionAtRest";
  private static final String MODE = "CatalogEncryptionMode";
  private static final String DISABLED = "DISABLED";
  private static final String KEY_OF_ACCOUNT = "alias/aws/glue";
  private static final String PASSWORDS = "ConnectionPasswordEncryption";
  private static final String RETURNED_ENCRYPTED = "ReturnConnectionPasswordEncrypted";

  @Override
  public void serve(OperationTable table) {
    table.document("PutDataCatalogEncryptionSettings", this::put);
    table.document("GetDataCatalogEncryptionSettings", this::get);
  }

  /** Whether connections of a catalog show their passwords encrypted. */
  static boolean returnsPasswordsEncrypted(Session session, String catalog) {
    return settings(session, catalog).at("/" + PASSWORDS + "/" + RETURNED_ENCRYPTED).asBoolean();
  }

  private ObjectNode put(Call call, ObjectNode request) {
    var catalog = call.catalog(Documents.textOf(request, "CatalogId"));
    var settings = (ObjectNode) request.path(SETTINGS);
    var atRest = settings.path(AT_REST);
    if (!atRest.path(MODE).asText(DISABLED).equals(DISABLED)) {
      checkKey(call, AT_REST + ".SseAwsKmsKeyId", atRest.path("SseAwsKmsKeyId"));
    }
    var passwords = settings.path(PASSWORDS);
    if (passwords.has("AwsKmsKeyId")) {
      checkKey(call, PASSWORDS + ".AwsKmsKeyId", passwords.path("AwsKmsKeyId"));
    }
    call.session()
        .resources()
        .put(
            key(catalog),
            current ->
                Documents.text(
                    merged(current.map(each -> Documents.read(each.document())), settings)));
    return Documents.empty();
  }

  /** Nobody is told that a key encrypts which is not there. An absent one is the account's own. */
  private static void checkKey(Call call, String member, JsonNode key) {
    var id = key.asText(KEY_OF_ACCOUNT);
    if (!call.settings().kmsKeys().contains(id)) {
      throw GlueException.invalidInput(
          "%s is %s: this server has no KMS; its operator can name keys that something stands for in"
                  .formatted(member, id)
              + " glue.kms-keys");
    }
  }

  /** Settings that a request does not name stay. */
  private static ObjectNode merged(Optional<ObjectNode> current, ObjectNode settings) {
    var merged = current.orElseGet(Documents::empty);
    merged.setAll(settings);
    return merged;
  }

  private ObjectNode get(Call call, ObjectNode request) {
    var catalog = call.catalog(Documents.textOf(request, "CatalogId"));
    var reply = Documents.empty();
    reply.set(SETTINGS, settings(call.session(), catalog));
    return reply;
  }

  private static ObjectNode settings(Session session, String catalog) {
    var settings = Documents.empty();
    settings.putObject(AT_REST).put(MODE, DISABLED);
    settings.putObject(PASSWORDS).put(RETURNED_ENCRYPTED, false);
    session
        .resources()
        .find(key(catalog))
        .ifPresent(stored -> settings.setAll(Documents.read(stored.document())));
    return settings;
  }

  private static ResourceKey key(String catalog) {
    return ResourceKey.of(ResourceKind.ENCRYPTION_SETTINGS, catalog);
  }
}
