package io.propolis.bench.operation;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.Fixture;
import io.propolis.bench.fixture.PartitionStatistics;
import io.propolis.bench.operation.Operation.EmptyPeer;
import io.propolis.bench.operation.Read.Call;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** Statistics of five columns of 1,000 partitions: put, read and put together. */
public final class Statistics {
  private static final List<Fixture> FIXTURES = List.of(new PartitionStatistics());

  private Statistics() {}

  public static List<Operation> all() {
    return List.of(new Put(), get(), aggregate());
  }

  private static Operation get() {
    var args =
        new ThriftHiveMetastore.get_partitions_statistics_req_args(PartitionStatistics.ask());
    return new Read(
        "statistics-get-1000",
        "statistics of 1,000 partitions x 5 columns, get",
        1,
        FIXTURES,
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("get_partitions_statistics_req", args),
                    ThriftHiveMetastore.get_partitions_statistics_req_result::new,
                    answer -> answer.getSuccess().getPartStatsSize(),
                    PartitionStatistics.PARTITIONS)));
  }

  private static Operation aggregate() {
    var args = new ThriftHiveMetastore.get_aggr_stats_for_args(PartitionStatistics.ask());
    return new Read(
        "statistics-aggregate-1000",
        "statistics of 1,000 partitions x 5 columns, aggregate",
        8,
        FIXTURES,
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("get_aggr_stats_for", args),
                    ThriftHiveMetastore.get_aggr_stats_for_result::new,
                    answer -> answer.getSuccess().getColStatsSize(),
                    PartitionStatistics.COLUMNS.size())));
  }

  private static final class Put implements Operation {
    @Override
    public String key() {
      return "statistics-set-1000";
    }

    @Override
    public String title() {
      return "statistics of 1,000 partitions x 5 columns, set";
    }

    @Override
    public int mostThreads() {
      return 1;
    }

    @Override
    public List<Fixture> fixtures() {
      return FIXTURES;
    }

    @Override
    public Worker open(Site site, int number) throws IOException {
      var requests = new Request[] {put(1), put(2)};
      return new ThriftWorker(new Connection(site.thriftPort())) {
        @Override
        public void run(int step, int index) throws IOException, TException {
          connection().run(requests[index % 2]);
        }
      };
    }

    private static Request put(int version) {
      return Request.of(
          "set_aggr_stats_for",
          new ThriftHiveMetastore.set_aggr_stats_for_args(PartitionStatistics.put(version)));
    }
  }
}
