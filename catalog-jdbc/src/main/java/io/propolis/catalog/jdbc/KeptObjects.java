package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.change.ChangedObjects;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Changed objects as bytes of a column: {@code {"layouts":[ids],"objects":…}}, through gzip when it
 * is long. A thousand partitions with one layout take some ten bytes each.
 */
final class KeptObjects {
  /** Shorter texts gain little. */
  private static final int LONG = 4_096;

  private static final byte JSON_BEGINS = '{';

  private static final Json<List<Long>> IDS = Json.of(new TypeReference<>() {});
  private static final Json<JsonNode> TREE = Json.of(new TypeReference<>() {});

  private final Layouts layouts;

  KeptObjects(Layouts layouts) {
    this.layouts = layouts;
  }

  /** In the same order. Layouts that are new are stored. */
  List<byte[]> write(Collection<? extends ChangedObjects> all) {
    var texts = ObjectsJson.writeAll(all);
    var used = new HashSet<StorageLayout>();
    texts.forEach(text -> used.addAll(text.layouts()));
    var ids = layouts.idsOf(used);
    var kept = new ArrayList<byte[]>(texts.size());
    for (var text : texts) {
      var own = text.layouts().stream().map(layout -> Objects.requireNonNull(ids.get(layout)));
      kept.add(
          packed("{\"layouts\":" + IDS.write(own.toList()) + ",\"objects\":" + text.text() + "}"));
    }
    return kept;
  }

  /** By the same keys. */
  <K> Map<K, ChangedObjects> read(Map<K, byte[]> kept) {
    record Parsed(List<Long> layouts, JsonNode objects) {}
    var parsed = new HashMap<K, Parsed>();
    var used = new LinkedHashSet<Long>();
    kept.forEach(
        (key, bytes) -> {
          var tree = TREE.read(unpacked(bytes));
          var ids = new ArrayList<Long>();
          tree.path("layouts").forEach(id -> ids.add(id.asLong()));
          used.addAll(ids);
          parsed.put(key, new Parsed(ids, tree.path("objects")));
        });
    var byId = layouts.all(used);
    var objects = new HashMap<K, ChangedObjects>();
    parsed.forEach(
        (key, each) ->
            objects.put(
                key,
                ObjectsJson.read(
                    each.objects(),
                    each.layouts().stream()
                        .map(id -> Objects.requireNonNull(byId.get(id), "layout " + id))
                        .toList())));
    return objects;
  }

  private static byte[] packed(String text) {
    var plain = text.getBytes(StandardCharsets.UTF_8);
    if (plain.length < LONG) {
      return plain;
    }
    var bytes = new ByteArrayOutputStream(plain.length / 4);
    try (var out = new FastGzip(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String unpacked(byte[] bytes) {
    if (bytes[0] == JSON_BEGINS) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Half the time of the usual level, for a tenth more bytes. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
