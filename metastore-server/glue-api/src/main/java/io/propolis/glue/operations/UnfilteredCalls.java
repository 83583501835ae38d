package io.propolis.glue.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Table;
import io.propolis.glue.codec.JsonBytes;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.operations.PartitionPage.PartitionWriter;
import io.propolis.glue.translate.EncodedPartitions;
import io.propolis.glue.translate.EncodedTables;
import io.propolis.glue.translate.Partitions.ColumnSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.GetUnfilteredPartitionMetadataRequest;
import software.amazon.awssdk.services.glue.model.GetUnfilteredPartitionsMetadataRequest;
import software.amazon.awssdk.services.glue.model.GetUnfilteredTableMetadataRequest;

/**
 * Tables and partitions for engines that filter for Lake Formation themselves. Nothing is
 * registered with it here: every caller may see all columns and all rows.
 */
final class UnfilteredCalls implements Noun {
  private static final int PAGE = 1_000;

  private static final byte[] PARTITION = "{\"Partition\":".getBytes(StandardCharsets.UTF_8);

  private final EncodedTables tables;
  private final EncodedPartitions.Layouts layouts;

  UnfilteredCalls(EncodedTables tables, EncodedPartitions.Layouts layouts) {
    this.tables = tables;
    this.layouts = layouts;
  }

  @Override
  public void serve(OperationTable table) {
    table.addWritten(
        GetUnfilteredTableMetadataRequest.class,
        GetUnfilteredTableMetadataRequest::builder,
        this::table);
    table.addWritten(
        GetUnfilteredPartitionMetadataRequest.class,
        GetUnfilteredPartitionMetadataRequest::builder,
        this::partition);
    table.addWritten(
        GetUnfilteredPartitionsMetadataRequest.class,
        GetUnfilteredPartitionsMetadataRequest::builder,
        this::partitions);
  }

  private Answer table(Call call, GetUnfilteredTableMetadataRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.name());
    var table = call.session().tables().require(name);
    var encoded = tables.of(call, table);
    var columns = columns(table);
    var arn = call.settings().arn("table/" + name.database().name() + "/" + name.name());
    return Answer.generated(
        json -> {
          json.writeStartObject();
          json.writeFieldName("Table");
          json.writeRawValue(encoded);
          writeAuthorization(json, columns);
          json.writeArrayFieldStart("CellFilters");
          json.writeEndArray();
          json.writeStringField("ResourceArn", arn);
          json.writeBooleanField("IsProtected", false);
          json.writeBooleanField("IsMultiDialectView", false);
          json.writeEndObject();
        });
  }

  private static List<String> columns(Table table) {
    return Stream.concat(table.layout().columns().stream(), table.partitionKeys().stream())
        .map(Column::name)
        .toList();
  }

  private static void writeAuthorization(JsonGenerator json, List<String> columns)
      throws IOException {
    json.writeArrayFieldStart("AuthorizedColumns");
    for (var column : columns) {
      json.writeString(column);
    }
    json.writeEndArray();
    json.writeBooleanField("IsRegisteredWithLakeFormation", false);
  }

  private Answer partition(Call call, GetUnfilteredPartitionMetadataRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var values = request.partitionValues();
    var partition =
        call.session()
            .partitions()
            .find(name, values)
            .orElseThrow(() -> PartitionCalls.missing(name, values));
    var writer = writer(call, table);
    return out -> writer.write(out, partition);
  }

  private PartitionWriter writer(Call call, Table table) {
    var writer = new EncodedPartitions(layouts, call, table, ColumnSchema.SHOW);
    var columns = columns(table);
    var authorization = JsonBytes.members(json -> writeAuthorization(json, columns));
    return (out, partition) -> {
      out.raw(PARTITION);
      writer.write(out, partition);
      out.raw(authorization);
      out.raw('}');
    };
  }

  private Answer partitions(Call call, GetUnfilteredPartitionsMetadataRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var page =
        new PartitionPage(
            "GetUnfilteredPartitionsMetadata",
            request.expression(),
            request.segment(),
            request.nextToken(),
            Given.pageSize(request.maxResults(), PAGE));
    return page.answer(call, name, "UnfilteredPartitions", table -> writer(call, table));
  }
}
