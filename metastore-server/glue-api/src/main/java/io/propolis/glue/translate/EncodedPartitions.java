package io.propolis.glue.translate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.glue.codec.PojoWriter;
import io.propolis.glue.codec.Unknown;
import io.propolis.glue.operations.Call;
import io.propolis.glue.translate.Partitions.ColumnSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes partitions of one table without objects of the SDK's: for each a few texts around the
 * descriptor of its layout, which was written before. The plain twin is {@link Partitions#replies},
 * which also writes what has members of its own; tests hold the two against one another.
 */
public final class EncodedPartitions {
  private final Layouts layouts;
  private final Call call;
  private final Table table;
  private final ColumnSchema schema;
  private final String catalogId;

  // Partitions that follow one another share maps and layouts: what the last one said is kept.
  private @Nullable Map<String, String> lastExtras;
  private boolean isPlain;
  private boolean hasDescriptor;
  private Set<String> hidden = Set.of();
  private @Nullable StorageLayout lastLayout;
  private EncodedLayouts.@Nullable Descriptor descriptor;

  /** What is kept between answers. */
  public static final class Layouts {
    private final EncodedLayouts encoded = new EncodedLayouts();
  }

  public EncodedPartitions(Layouts layouts, Call call, Table table, ColumnSchema schema) {
    this.layouts = layouts;
    this.call = call;
    this.table = table;
    this.schema = schema;
    this.catalogId = call.catalogId(table.name().database().catalog());
  }

  public void write(JsonGenerator json, Partition partition) throws IOException {
    if (partition.extras() != lastExtras) {
      look(partition.extras());
    }
    if (!isPlain) {
      var unknown = new Unknown();
      var reply = Partitions.replies(call.with(unknown), table, List.of(partition), schema).get(0);
      new PojoWriter(json, unknown).write(reply);
      return;
    }
    json.writeStartObject();
    json.writeArrayFieldStart("Values");
    for (var value : partition.values()) {
      json.writeString(value);
    }
    json.writeEndArray();
    json.writeStringField("DatabaseName", table.name().database().name());
    json.writeStringField("TableName", table.name().name());
    Times.write(json, "CreationTime", partition.createdAt());
    Times.write(json, "LastAccessTime", partition.lastAccessedAt());
    if (hasDescriptor) {
      json.writeFieldName("StorageDescriptor");
      descriptor(partition.layout()).write(json, partition.location());
    }
    json.writeObjectFieldStart("Parameters");
    for (var parameter : partition.parameters().entrySet()) {
      if (!hidden.contains(parameter.getKey())) {
        json.writeStringField(parameter.getKey(), parameter.getValue());
      }
    }
    json.writeEndObject();
    json.writeStringField("CatalogId", catalogId);
    json.writeEndObject();
  }

  private void look(Map<String, String> extras) {
    lastExtras = extras;
    isPlain = Partitions.isPlain(extras);
    hasDescriptor = Partitions.hasDescriptor(extras);
    hidden = Set.copyOf(Added.hidden(extras));
  }

  private EncodedLayouts.Descriptor descriptor(StorageLayout layout) {
    var kept = descriptor;
    if (kept == null || layout != lastLayout) {
      kept = layouts.encoded.of(layout, schema);
      descriptor = kept;
      lastLayout = layout;
    }
    return kept;
  }
}
