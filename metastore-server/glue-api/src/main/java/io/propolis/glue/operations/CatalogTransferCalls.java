package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.wire.GlueException;
import java.util.List;

/**
 * The import of Athena's old catalog, of which there is nothing to do, and the export to S3 Tables,
 * which can be configured to be off.
 */
final class CatalogTransferCalls implements Noun {
  private static final ResourceKey KEY =
      ResourceKey.of(ResourceKind.CATALOG_EXPORT_CONFIGURATION, "account");

  @Override
  public void serve(OperationTable table) {
    table.document("GetCatalogImportStatus", CatalogTransferCalls::importStatus);
    table.document("PutDataCatalogExportConfiguration", this::put);
    table.document("GetDataCatalogExportConfiguration", this::get);
  }

  /** The catalog never was Athena's. */
  private static ObjectNode importStatus(Call call, ObjectNode request) {
    call.catalog(Documents.textOf(request, "CatalogId"));
    var reply = Documents.empty();
    reply.putObject("ImportStatus").put("ImportCompleted", true);
    return reply;
  }

  private ObjectNode put(Call call, ObjectNode request) {
    if (request.at("/Assets/S3TablesExport").asText().equals("ENABLED")) {
      throw GlueException.invalidInput(
          "This server does not export to S3 Tables: S3TablesExport is DISABLED");
    }
    var document = Documents.without(request, List.of("ClientToken"));
    return ClientTokens.once(
        call,
        "PutDataCatalogExportConfiguration",
        request,
        writes -> {
          writes.put(KEY, current -> Documents.text(document));
          return document;
        });
  }

  private ObjectNode get(Call call, ObjectNode request) {
    var resource = call.session().resources().require(KEY);
    var document = Documents.read(resource.document());
    document.set("CreatedAt", Documents.time(resource.created()));
    document.set("UpdatedAt", Documents.time(resource.updated()));
    if (document.has("Assets")) {
      document.remove("Assets");
      document
          .putObject("Assets")
          .put("S3TablesExport", "DISABLED")
          .putObject("S3TablesExportState")
          .put("Status", "DISABLED");
    }
    return document;
  }
}
