package io.propolis.bench.run;

import static io.propolis.bench.fixture.Shapes.DATABASE;

import io.propolis.bench.fixture.CatalogClient;
import io.propolis.bench.fixture.PartitionId;
import io.propolis.bench.fixture.PartitionedTable;
import io.propolis.bench.fixture.Shapes;
import io.propolis.bench.report.Verdict;
import io.propolis.bench.server.Site;
import java.util.List;
import java.util.Locale;
import org.apache.thrift.TException;

/** A table of a million partitions of 50 columns is loaded into our server, and served by it. */
public final class MillionPartitions {
  private static final PartitionedTable TABLE = new PartitionedTable(1_000_000);
  private static final int SERVED_GROUPS = 20;

  private MillionPartitions() {}

  /** Loads it anew, through the door; it is kept for the operations after this. */
  public static List<Verdict> load(Site ours, String database)
      throws TException, InterruptedException {
    try (var client = new CatalogClient(ours.thriftPort())) {
      client.makeDatabase(DATABASE);
      client.remakeTable(Shapes.partitioned(TABLE.name(), PartitionedTable.COLUMNS));
      long started = System.nanoTime();
      TABLE.load(ours);
      double seconds = (System.nanoTime() - started) / 1e9;
      if (!TABLE.isThere(client)) {
        throw new IllegalStateException("Not all partitions are there");
      }
      double megabytes = served(client, ours);
      double perSecond = TABLE.partitions() / seconds;
      return List.of(
          Verdict.atLeast(
              20_000,
              "partitions/s",
              "1,000,000 partitions x 50 columns are loaded, " + database,
              perSecond,
              String.format(Locale.ROOT, "%,.0f/s (%.0f s)", perSecond, seconds)),
          Verdict.atMost(
              1_000,
              "MB",
              "resident memory while serving them, " + database,
              megabytes,
              String.format(Locale.ROOT, "%.0f MB", megabytes)));
    }
  }

  /** The most memory that the server holds after any of some reads. */
  private static double served(CatalogClient client, Site ours) throws TException {
    double most = 0;
    for (int i = 0; i < SERVED_GROUPS; i++) {
      int number = i * TABLE.partitions() / SERVED_GROUPS;
      var filter =
          "id >= %d and id < %d"
              .formatted(PartitionId.id(number), PartitionId.id(number + PartitionId.GROUP));
      int found =
          client
              .calls()
              .get_partitions_by_filter(DATABASE, TABLE.name(), filter, (short) -1)
              .size();
      if (found != PartitionId.GROUP) {
        throw new IllegalStateException(found + " partitions were found by " + filter);
      }
      most = Math.max(most, ours.tree().residentMegabytes());
    }
    client.calls().get_partition_names(DATABASE, TABLE.name(), (short) -1);
    return Math.max(most, ours.tree().residentMegabytes());
  }
}
