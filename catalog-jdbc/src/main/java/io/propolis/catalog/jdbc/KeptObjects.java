package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.jdbc.SharedStatistics.Reference;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

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

  /**
   * The rows that changes become, in their order: some that stand one behind the other share one
   * and keep their objects {@linkplain SharedStatistics together}.
   */
  List<KeptChanges> writeChanges(List<AppendedChange> changes) {
    var groups = new HashMap<Integer, SharedStatistics.Group>();
    SharedStatistics.groups(changes).forEach(group -> groups.put(group.first(), group));
    var objects = new ArrayList<ChangedObjects>();
    for (int i = 0; i < changes.size(); i += count(groups.get(i))) {
      var group = groups.get(i);
      var own = group == null ? changes.get(i).objects() : group.object();
      if (own != null) {
        objects.add(own);
      }
    }
    var bytes = write(objects).iterator();
    var rows = new ArrayList<KeptChanges>();
    for (int i = 0; i < changes.size(); i += count(groups.get(i))) {
      var group = groups.get(i);
      if (group != null) {
        rows.add(new KeptChanges(i, group.count(), group.write(bytes.next())));
      } else {
        rows.add(new KeptChanges(i, 1, changes.get(i).objects() == null ? null : bytes.next()));
      }
    }
    return rows;
  }

  private static int count(SharedStatistics.@Nullable Group group) {
    return group == null ? 1 : group.count();
  }

  /**
   * The objects of changes by their positions.
   *
   * @param kept bytes of rows that were asked for, by position
   * @param holding rows that stand for further changes
   * @param more finds the bytes of further rows
   */
  Map<Long, ChangedObjects> readChanges(
      Map<Long, byte[]> kept,
      List<HoldingRow> holding,
      Function<Set<Long>, Map<Long, byte[]>> more) {
    var whole = new HashMap<>(kept);
    whole.values().removeIf(SharedStatistics::areShared);
    var objects = read(whole);
    var known = new HashMap<>(kept);
    var references = new HashMap<Long, Reference>();
    kept.forEach(
        (position, bytes) -> {
          if (SharedStatistics.areShared(bytes)) {
            references.put(position, Reference.read(position, bytes));
          }
        });
    for (var row : holding) {
      known.put(row.position(), row.objects());
      row.indexes().forEach((position, index) -> references.put(position, row.reference(index)));
    }
    var indexes =
        references.values().stream()
            .collect(
                Collectors.groupingBy(
                    Reference::holder, Collectors.mapping(Reference::index, Collectors.toSet())));
    var absent = new HashSet<>(indexes.keySet());
    absent.removeAll(known.keySet());
    var holders = new HashMap<>(absent.isEmpty() ? Map.<Long, byte[]>of() : more.apply(absent));
    indexes.keySet().forEach(holder -> holders.computeIfAbsent(holder, known::get));
    var tables = new HashMap<Long, byte[]>();
    holders.forEach((holder, bytes) -> tables.put(holder, SharedStatistics.object(bytes)));
    var found = new HashMap<Reference, ChangedObjects>();
    read(tables)
        .forEach(
            (holder, object) ->
                SharedStatistics.read(
                        Objects.requireNonNull(holders.get(holder)),
                        Objects.requireNonNull(indexes.get(holder)),
                        ((OfStatistics) object).table())
                    .forEach((index, of) -> found.put(new Reference(holder, index), of)));
    references.forEach(
        (position, at) -> objects.put(position, Objects.requireNonNull(found.get(at))));
    return objects;
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
