package io.propolis.bench.report;

import static io.propolis.bench.report.Promise.Quantity.LATENCY;
import static io.propolis.bench.report.Promise.Quantity.THROUGHPUT;
import static io.propolis.bench.report.Promise.each;

import io.propolis.bench.operation.DurableCommits;
import io.propolis.bench.operation.Operation.EmptyPeer;
import io.propolis.bench.report.Promise.Counts;
import io.propolis.bench.report.Promise.Faster;
import io.propolis.bench.report.Promise.Within;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.ServerMetrics;
import java.util.List;
import java.util.stream.Stream;

/** What is promised of the operations that are measured side by side. */
public final class Promises {
  private static final String APACHE = Contender.HIVE_4.label();
  private static final String EMPTY = EmptyPeer.SMALLEST_CALL.label();
  private static final String SAME_BYTES = EmptyPeer.SAME_BYTES.label();

  private Promises() {}

  public static List<Promise> all() {
    return Stream.of(reads(), lists(), writes()).flatMap(promises -> promises).toList();
  }

  private static Stream<Promise> reads() {
    var hot = List.of("get-table-30", "get-partition");
    return Stream.of(
            each(hot, 32, new Faster(APACHE, THROUGHPUT, 40)),
            each(List.of("get-database"), 32, new Faster(APACHE, THROUGHPUT, 10)),
            each(hot, 32, new Faster(EMPTY, THROUGHPUT, 0.7)),
            each(List.of("get-database"), 32, new Faster(EMPTY, THROUGHPUT, 0.7)),
            each(List.of("get-table-30"), 1, new Faster(EMPTY, LATENCY, 1 / 1.5)),
            each(
                List.of("tables-by-name-100", "table-meta-70000"),
                1,
                new Faster(APACHE, LATENCY, 50)),
            each(
                List.of("get-table-30"),
                32,
                new Counts(ServerMetrics.POSITION_QUERIES, "position queries", 0.2)))
        .flatMap(promises -> promises);
  }

  private static Stream<Promise> lists() {
    var million = List.of("filter-range-1000000");
    return Stream.of(
            each(million, 1, new Within(10_000)),
            each(million, 1, new Faster(APACHE, LATENCY, 100)),
            each(
                List.of(
                    "partition-names-100000", "partitions-by-names-1000", "all-partitions-10000"),
                1,
                new Faster(SAME_BYTES, LATENCY, 1 / 1.5)))
        .flatMap(promises -> promises);
  }

  private static Stream<Promise> writes() {
    var commits =
        List.of("create-drop", "alter-table", "iceberg-commit-lock", "iceberg-commit-cas");
    return Stream.of(
            each(
                List.of("partitions-add-drop-1000/add", "statistics-set-1000"),
                1,
                new Faster(APACHE, LATENCY, 10)),
            each(commits, 1, new Faster(APACHE, LATENCY, 5)),
            each(commits, 1, new Faster(DurableCommits.LABEL, LATENCY, 1)))
        .flatMap(promises -> promises);
  }
}
