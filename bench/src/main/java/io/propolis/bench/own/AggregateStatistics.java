package io.propolis.bench.own;

import io.propolis.bench.Samples;
import io.propolis.bench.report.Verdict;
import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.Session;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Statistics of five columns over 10,000 partitions of 200 rows, each column with HyperLogLog's bit
 * vectors and a KLL histogram as Hive 4 writes them: how long they take when nobody has asked
 * before, and when somebody has.
 */
public final class AggregateStatistics {
  private static final int PARTITIONS = 10_000;
  private static final int ROWS = 200;
  private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e");
  private static final StorageLayout LAYOUT =
      StorageLayout.EMPTY.withColumns(
          COLUMNS.stream().map(name -> new Column(name, "bigint")).toList());
  private static final TableName TABLE = TableName.of("bench", "orders");

  private AggregateStatistics() {}

  public static Verdict run(Path folder) {
    try (var store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null))) {
      return run(store, folder);
    }
  }

  /** On an empty store. */
  public static Verdict run(JdbcCatalogStore store, Path folder) {
    var catalog =
        Catalog.open(
            store,
            Lakes.open(S3Settings.DEFAULT),
            Clock.systemUTC(),
            CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")));
    var session = catalog.as(new Caller("bench", "bench"));
    var names = IntStream.range(0, PARTITIONS).mapToObj(i -> List.of("" + i)).toList();
    long statements = fill(store, session, names);
    var first = timed(store, session, names);
    var changed = new double[3];
    var warm = new double[9];
    for (int i = 0; i < changed.length; i++) {
      session.statistics().putPartitions(TABLE, Map.of(names.get(i), statistics(new Random(i))));
      changed[i] = timed(store, session, names).millis();
    }
    for (int i = 0; i < warm.length; i++) {
      warm[i] = timed(store, session, names).millis();
    }
    double median = Samples.of(warm).median();
    return Verdict.atMost(
        100,
        "ms",
        "statistics over 10,000 partitions x 5 columns, sqlite",
        median,
        String.format(
            Locale.ROOT,
            "%.1f ms; after a change %.0f ms, %d statements; put by %d per 1,000",
            median,
            Samples.of(changed).median(),
            first.statements(),
            statements));
  }

  private record Timed(double millis, long statements) {}

  private static Timed timed(JdbcCatalogStore store, Session session, List<List<String>> names) {
    long before = store.statements();
    long started = System.nanoTime();
    var found = session.statistics().aggregate(TABLE, names, COLUMNS, "hive").partitionsFound();
    double millis = (System.nanoTime() - started) / 1e6;
    if (found != PARTITIONS) {
      throw new IllegalStateException(found + " partitions have statistics");
    }
    return new Timed(millis, store.statements() - before);
  }

  /** Returns the statements that it took to put statistics of 1,000 partitions. */
  private static long fill(JdbcCatalogStore store, Session session, List<List<String>> names) {
    session.databases().create(Database.named(DatabaseName.of("bench")));
    session
        .tables()
        .create(
            Table.builder(TABLE)
                .layout(LAYOUT)
                .partitionKeys(List.of(new Column("day", "int")))
                .build(),
            Mode.UPDATE);
    var random = new Random(1);
    long statements = 0;
    for (int from = 0; from < PARTITIONS; from += 1_000) {
      var batch = names.subList(from, from + 1_000);
      session
          .partitions()
          .add(
              TABLE,
              batch.stream().map(values -> Partition.of(values, LAYOUT)).toList(),
              Existing.REFUSE,
              Mode.KEEP);
      var put = new HashMap<List<String>, List<ColumnStatistics>>();
      batch.forEach(values -> put.put(values, statistics(random)));
      long before = store.statements();
      session.statistics().putPartitions(TABLE, put);
      statements = store.statements() - before;
    }
    return statements;
  }

  private static List<ColumnStatistics> statistics(Random random) {
    return COLUMNS.stream()
        .map(
            column ->
                new ColumnStatistics(
                    column,
                    "bigint",
                    "hive",
                    1,
                    new LongData(
                        1L,
                        1_000_000L,
                        0,
                        ROWS,
                        new Sketches(Sketch.of(bitVectors(random)), Sketch.of(histogram(random))))))
        .toList();
  }

  /** A sparse HyperLogLog with 14 index bits. */
  private static byte[] bitVectors(Random random) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {'H', 'L', 'L', (byte) (14 << 4)});
    writeNumber(out, ROWS);
    writeNumber(out, ROWS);
    for (int i = 0; i < ROWS; i++) {
      writeNumber(out, (random.nextInt(1, 300_000) << 6) | 1);
    }
    return out.toByteArray();
  }

  private static void writeNumber(ByteArrayOutputStream out, int value) {
    int rest = value;
    for (; rest >= 0x80; rest >>>= 7) {
      out.write(rest & 0x7F | 0x80);
    }
    out.write(rest);
  }

  /** A KLL sketch that still holds every value. */
  private static byte[] histogram(Random random) {
    var out = ByteBuffer.allocate(32 + 4 * ROWS).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {5, 1, 15, 0}).putShort((short) ROWS).put((byte) 8).put((byte) 0);
    out.putLong(ROWS).putShort((short) ROWS).put((byte) 1).put((byte) 0).putInt(0);
    out.putFloat(1).putFloat(1_000_000);
    for (int i = 0; i < ROWS; i++) {
      out.putFloat(random.nextInt(1, 1_000_000));
    }
    return out.array();
  }
}
