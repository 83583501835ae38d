package io.propolis.glue.translate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.glue.codec.Encoded;
import io.propolis.glue.codec.Hole;
import io.propolis.glue.codec.JsonBytes;
import io.propolis.glue.codec.Unknown;
import io.propolis.glue.translate.Partitions.ColumnSchema;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** Storage descriptors of partitions, written once for each layout with a hole for the location. */
final class EncodedLayouts {
  private static final long MAX_BYTES = 32L << 20;

  /** A descriptor with a location, and the same without one. */
  record Descriptor(Hole located, Encoded bare) {
    void write(JsonBytes out, @Nullable String location) throws IOException {
      if (location == null) {
        out.raw(bare);
      } else {
        located.write(out, location);
      }
    }

    private int length() {
      return located.length() + bare.length();
    }
  }

  private final Cache<StorageLayout, Descriptor> whole = cache();
  private final Cache<StorageLayout, Descriptor> withoutColumns = cache();

  private static Cache<StorageLayout, Descriptor> cache() {
    return Caffeine.newBuilder()
        .weakKeys()
        .maximumWeight(MAX_BYTES)
        .weigher((StorageLayout layout, Descriptor descriptor) -> descriptor.length())
        .executor(Runnable::run)
        .build();
  }

  Descriptor of(StorageLayout layout, ColumnSchema schema) {
    var cache = schema == ColumnSchema.SHOW ? whole : withoutColumns;
    var kept = cache.getIfPresent(layout);
    if (kept == null) {
      kept =
          new Descriptor(
              Hole.in(encoded(layout, Hole.mark(), schema)), encoded(layout, null, schema));
      cache.put(layout, kept);
    }
    return kept;
  }

  private static Encoded encoded(
      StorageLayout layout, @Nullable String location, ColumnSchema schema) {
    var unknown = new Unknown();
    return Encoded.of(
        shown(Layouts.descriptor(layout, location, Map.of(), unknown), schema), unknown);
  }

  /** The descriptor as the schema of columns says; what was noted beside it is lost with it. */
  static StorageDescriptor shown(StorageDescriptor descriptor, ColumnSchema schema) {
    return schema == ColumnSchema.SHOW
        ? descriptor
        : descriptor.toBuilder().columns((Collection<Column>) null).build();
  }
}
