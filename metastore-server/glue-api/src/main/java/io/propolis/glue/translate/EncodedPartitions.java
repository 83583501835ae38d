package io.propolis.glue.translate;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.glue.codec.Encoded;
import io.propolis.glue.codec.JsonBytes;
import io.propolis.glue.codec.Unknown;
import io.propolis.glue.operations.Call;
import io.propolis.glue.translate.Partitions.ColumnSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
  private static final byte[] VALUES = "{\"Values\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DESCRIPTOR =
      ",\"StorageDescriptor\":".getBytes(StandardCharsets.UTF_8);

  private final Layouts layouts;
  private final Call call;
  private final Table table;
  private final ColumnSchema schema;
  private final byte[] ofTable;
  private final byte[] end;

  // Partitions that follow one another share maps and layouts: what the last one said is kept.
  private @Nullable Map<String, String> lastExtras;
  private boolean isPlain;
  private boolean hasDescriptor;
  private Set<String> hidden = Set.of();
  private @Nullable StorageLayout lastLayout;
  private EncodedLayouts.@Nullable Descriptor descriptor;
  private @Nullable Map<String, String> lastParameters;
  private byte[] encodedParameters = {};
  private long createdAt;
  private long accessedAt;
  private byte[] times = {};

  /** What is kept between answers. */
  public static final class Layouts {
    private final EncodedLayouts encoded = new EncodedLayouts();
  }

  public EncodedPartitions(Layouts layouts, Call call, Table table, ColumnSchema schema) {
    this.layouts = layouts;
    this.call = call;
    this.table = table;
    this.schema = schema;
    var ofIt =
        JsonBytes.members(
            json -> {
              json.writeStringField("DatabaseName", table.name().database().name());
              json.writeStringField("TableName", table.name().name());
            });
    var catalogId = call.catalogId(table.name().database().catalog());
    this.ofTable = joined("]".getBytes(StandardCharsets.UTF_8), ofIt);
    this.end =
        joined(
            JsonBytes.members(json -> json.writeStringField("CatalogId", catalogId)),
            "}".getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Writes a partition as a value. */
  public void write(JsonBytes out, Partition partition) throws IOException {
    if (partition.extras() != lastExtras) {
      look(partition.extras());
    }
    if (!isPlain) {
      var unknown = new Unknown();
      var reply = Partitions.replies(call.with(unknown), table, List.of(partition), schema).get(0);
      out.raw(Encoded.of(reply, unknown));
      return;
    }
    out.raw(VALUES);
    var values = partition.values();
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.raw(',');
      }
      out.text(values.get(i));
    }
    out.raw(ofTable);
    out.raw(times(partition));
    if (hasDescriptor) {
      out.raw(DESCRIPTOR);
      descriptor(partition.layout()).write(out, partition.location());
    }
    out.raw(parameters(partition.parameters()));
    out.raw(end);
  }

  private void look(Map<String, String> extras) {
    lastExtras = extras;
    isPlain = Partitions.isPlain(extras);
    hasDescriptor = Partitions.hasDescriptor(extras);
    hidden = Set.copyOf(Added.hidden(extras));
    lastParameters = null;
  }

  /** The members of both times, of those that there are. */
  private byte[] times(Partition partition) {
    if (partition.createdAt() != createdAt || partition.lastAccessedAt() != accessedAt) {
      createdAt = partition.createdAt();
      accessedAt = partition.lastAccessedAt();
      times =
          JsonBytes.members(
              json -> {
                Times.write(json, "CreationTime", createdAt);
                Times.write(json, "LastAccessTime", accessedAt);
              });
    }
    return times;
  }

  private byte[] parameters(Map<String, String> parameters) {
    if (parameters != lastParameters) {
      lastParameters = parameters;
      encodedParameters =
          JsonBytes.members(
              json -> {
                json.writeObjectFieldStart("Parameters");
                for (var parameter : parameters.entrySet()) {
                  if (!hidden.contains(parameter.getKey())) {
                    json.writeStringField(parameter.getKey(), parameter.getValue());
                  }
                }
                json.writeEndObject();
              });
    }
    return encodedParameters;
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
