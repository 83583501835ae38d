package io.propolis.catalog;

import io.propolis.catalog.StatisticsOperations.Aggregate;
import io.propolis.catalog.cache.CatalogCache;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Statistics over partitions that were asked for before: an optimiser asks for the same ones with
 * every query. Bounded by the bytes they hold; the longest unused go first. Who fills it evicts.
 */
final class AggregateCache {
  private static final long MOST_BYTES = 32L << 20;
  private static final long BYTES_PER_COLUMN = 400;

  /**
   * What was asked for.
   *
   * @param partitions stands for their values and their order
   */
  record Request(TableName table, String engine, List<String> columns, String partitions) {
    static Request of(
        TableName table, Collection<List<String>> partitions, List<String> columns, String engine) {
      return new Request(table, engine, List.copyOf(columns), fingerprint(partitions));
    }

    private static String fingerprint(Collection<List<String>> partitions) {
      try {
        var digest = MessageDigest.getInstance("SHA-256");
        for (var values : partitions) {
          for (var value : values) {
            var bytes = value.getBytes(StandardCharsets.UTF_8);
            digest.update((byte) (bytes.length >>> 24));
            digest.update((byte) (bytes.length >>> 16));
            digest.update((byte) (bytes.length >>> 8));
            digest.update((byte) bytes.length);
            digest.update(bytes);
          }
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every JDK has SHA-256", e);
      }
    }
  }

  private final LinkedHashMap<Request, Aggregate> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** What was asked for before, or what {@code work} makes of it; as fresh as tables are. */
  Aggregate get(Context context, Request request, Function<Transaction, Aggregate> work) {
    context.cache().now();
    var known = find(request);
    if (known.isPresent()) {
      return known.get();
    }
    record Computed(Aggregate aggregate, long position) {}
    var computed =
        context
            .store()
            .read(
                tx -> {
                  // First, so that the snapshot is not older than the position.
                  long position = tx.changes().position();
                  return new Computed(work.apply(tx), position);
                });
    put(request, computed.aggregate(), computed.position(), context.cache());
    return computed.aggregate();
  }

  private synchronized Optional<Aggregate> find(Request request) {
    return Optional.ofNullable(kept.get(request));
  }

  private synchronized void put(
      Request request, Aggregate aggregate, long position, CatalogCache cache) {
    // Who tells of a change says first how far it goes, then evicts: after that it is not kept.
    if (bytes(aggregate) > MOST_BYTES || cache.reached() > position) {
      return;
    }
    forget(kept.put(request, aggregate));
    bytes += bytes(aggregate);
    var oldest = kept.values().iterator();
    while (bytes > MOST_BYTES && oldest.hasNext()) {
      forget(oldest.next());
      oldest.remove();
    }
  }

  private void forget(@Nullable Aggregate aggregate) {
    bytes -= aggregate == null ? 0 : bytes(aggregate);
  }

  private static long bytes(Aggregate aggregate) {
    long bytes = BYTES_PER_COLUMN;
    for (ColumnStatistics column : aggregate.columns()) {
      var sketches = column.data().sketches();
      bytes += BYTES_PER_COLUMN + length(sketches.bitVectors()) + length(sketches.histogram());
    }
    return bytes;
  }

  private static long length(@Nullable Sketch sketch) {
    return sketch == null ? 0 : sketch.base64().length();
  }

  /** Those of tables that changed. */
  synchronized void evict(Predicate<TableName> tables) {
    kept.entrySet()
        .removeIf(
            entry -> {
              boolean goes = tables.test(entry.getKey().table());
              if (goes) {
                forget(entry.getValue());
              }
              return goes;
            });
  }
}
