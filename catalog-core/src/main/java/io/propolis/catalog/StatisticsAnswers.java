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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of partitions that were asked for before: an optimiser asks for the same ones with
 * every query. Bounded by the bytes they hold; the longest unused go first. Who fills it evicts.
 *
 * @param <T> an answer
 */
final class StatisticsAnswers<T> {
  private static final long MOST_BYTES_OF_AGGREGATES = 32L << 20;
  private static final long MOST_BYTES_OF_PARTITIONS = 8L << 20;
  private static final long BYTES_PER_COLUMN = 400;

  /** Of the columns of one partition, whose names and types are those of the others. */
  private static final long BYTES_PER_FACT = 180;

  private static final long BYTES_PER_PARTITION = 150;

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

  private final LinkedHashMap<Request, T> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final long mostBytes;
  private final ToLongFunction<T> size;
  private long bytes;

  private StatisticsAnswers(long mostBytes, ToLongFunction<T> size) {
    this.mostBytes = mostBytes;
    this.size = size;
  }

  /** Of what several partitions say together. */
  static StatisticsAnswers<Aggregate> ofAggregates() {
    return new StatisticsAnswers<>(
        MOST_BYTES_OF_AGGREGATES,
        aggregate -> BYTES_PER_COLUMN + bytes(aggregate.columns(), BYTES_PER_COLUMN));
  }

  /** Of what each of several partitions says. */
  static StatisticsAnswers<Map<List<String>, List<ColumnStatistics>>> ofPartitions() {
    return new StatisticsAnswers<>(
        MOST_BYTES_OF_PARTITIONS,
        partitions ->
            partitions.values().stream()
                .mapToLong(columns -> BYTES_PER_PARTITION + bytes(columns, BYTES_PER_FACT))
                .sum());
  }

  /** What was asked for before, or what {@code work} makes of it; as fresh as tables are. */
  T get(Context context, Request request, Function<Transaction, T> work) {
    context.cache().now();
    var known = find(request);
    if (known.isPresent()) {
      return known.get();
    }
    record Computed<T>(T answer, long position) {}
    var computed =
        context
            .store()
            .read(
                tx -> {
                  // First, so that the snapshot is not older than the position.
                  long position = tx.changes().position();
                  return new Computed<>(work.apply(tx), position);
                });
    put(request, computed.answer(), computed.position(), context.cache());
    return computed.answer();
  }

  private synchronized Optional<T> find(Request request) {
    return Optional.ofNullable(kept.get(request));
  }

  private synchronized void put(Request request, T answer, long position, CatalogCache cache) {
    // Who tells of a change says first how far it goes, then evicts: after that it is not kept.
    long added = size.applyAsLong(answer);
    if (added > mostBytes || cache.reached() > position) {
      return;
    }
    forget(kept.put(request, answer));
    bytes += added;
    var oldest = kept.values().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      forget(oldest.next());
      oldest.remove();
    }
  }

  private void forget(@Nullable T answer) {
    bytes -= answer == null ? 0 : size.applyAsLong(answer);
  }

  private static long bytes(List<ColumnStatistics> columns, long each) {
    long bytes = 0;
    for (var column : columns) {
      var sketches = column.data().sketches();
      bytes += each + length(sketches.bitVectors()) + length(sketches.histogram());
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
