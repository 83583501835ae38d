package io.propolis.bench.operation;

import static io.propolis.bench.fixture.Shapes.DATABASE;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.PartitionBatch;
import io.propolis.bench.fixture.Shapes;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/**
 * Partitions of 30 columns are added to an empty table, then dropped by name; so many by a call.
 */
public final class AddDropPartitions implements Operation {
  private static final int COLUMNS = 30;
  private static final int DROP = 1;

  private final int size;

  public AddDropPartitions(int size) {
    this.size = size;
  }

  @Override
  public String key() {
    return "partitions-add-drop-" + size;
  }

  @Override
  public String title() {
    return "%,d partition%s".formatted(size, size == 1 ? "" : "s");
  }

  @Override
  public List<String> steps() {
    return List.of("add", "drop");
  }

  @Override
  public int mostThreads() {
    return size >= 1_000 ? 1 : size >= 100 ? 8 : 32;
  }

  @Override
  public int mostCalls() {
    return Math.max(10, 3_000 / size);
  }

  @Override
  public Worker open(Site site, int number) throws IOException, TException {
    var table = "added_%d_%d".formatted(size, number);
    OwnTable.make(site, Shapes.partitioned(table, COLUMNS));
    return new Adder(
        new Connection(site.thriftPort()), table, PartitionBatch.of(table, COLUMNS, size));
  }

  private static final class Adder extends ThriftWorker {
    private final String table;
    private final PartitionBatch batch;
    private Request next;

    Adder(Connection connection, String table, PartitionBatch batch) {
      super(connection);
      this.table = table;
      this.batch = batch;
      this.next = batch.from(0);
    }

    @Override
    public void prepare(int step, int index) {
      int first = index * batch.size();
      next = step == DROP ? drop(batch.namesFrom(first)) : batch.from(first);
    }

    private Request drop(List<String> names) {
      var request = new DropPartitionsRequest(DATABASE, table, RequestPartsSpec.names(names));
      request.setDeleteData(false);
      request.setIfExists(false);
      request.setNeedResult(false);
      return Request.of(
          "drop_partitions_req", new ThriftHiveMetastore.drop_partitions_req_args(request));
    }

    @Override
    public void run(int step, int index) throws IOException, TException {
      connection().run(next);
    }
  }
}
