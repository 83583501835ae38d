package io.propolis.bench.operation;

import static io.propolis.bench.fixture.Shapes.DATABASE;

import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.PartitionId;
import io.propolis.bench.fixture.PartitionedTable;
import io.propolis.bench.operation.Operation.EmptyPeer;
import io.propolis.bench.operation.Read.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;

/** Reads of partitions. Those that ask for some ask for others with each call. */
public final class PartitionReads {
  private static final int MANY = 100_000;
  private static final int MILLION = 1_000_000;
  private static final int MANY_THREADS = 8;

  /** Different calls that a client makes in turn. */
  private static final int VARIETY = 16;

  private PartitionReads() {}

  /** Those over 100,000 partitions and fewer. */
  public static List<Operation> all() {
    return List.of(
        getPartition(),
        names(),
        byNames(100),
        byNames(1_000),
        equality(MANY),
        range(MANY),
        allPartitions());
  }

  /** Those over a million. */
  public static List<Operation> ofMillion() {
    return List.of(equality(MILLION), range(MILLION));
  }

  private static Operation getPartition() {
    var table = new PartitionedTable(MANY);
    return new Read(
        "get-partition",
        "get_partition",
        32,
        List.of(table),
        List.of(EmptyPeer.SMALLEST_CALL, EmptyPeer.SAME_BYTES),
        (site, client) ->
            varied(
                client,
                number ->
                    new Call<>(
                        Request.of(
                            "get_partition",
                            new ThriftHiveMetastore.get_partition_args(
                                DATABASE, table.name(), PartitionId.values(number))),
                        ThriftHiveMetastore.get_partition_result::new,
                        answer -> answer.getSuccess().getSd().getColsSize(),
                        PartitionedTable.COLUMNS)));
  }

  private static Operation names() {
    var table = new PartitionedTable(MANY);
    var args = new ThriftHiveMetastore.get_partition_names_args(DATABASE, table.name(), (short) -1);
    return new Read(
        "partition-names-100000",
        "names of 100,000 partitions",
        1,
        List.of(table),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("get_partition_names", args),
                    ThriftHiveMetastore.get_partition_names_result::new,
                    answer -> answer.getSuccessSize(),
                    MANY)));
  }

  private static Operation byNames(int count) {
    var table = new PartitionedTable(MANY);
    return new Read(
        "partitions-by-names-" + count,
        "%,d partitions by names".formatted(count),
        MANY_THREADS,
        List.of(table),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            varied(
                client,
                number ->
                    new Call<>(
                        Request.of(
                            "get_partitions_by_names",
                            new ThriftHiveMetastore.get_partitions_by_names_args(
                                DATABASE, table.name(), PartitionId.names(number, count))),
                        ThriftHiveMetastore.get_partitions_by_names_result::new,
                        answer -> answer.getSuccessSize(),
                        count)));
  }

  private static Operation equality(int partitions) {
    return filter(partitions, "equality", number -> "grp = \"" + PartitionId.group(number) + "\"");
  }

  private static Operation range(int partitions) {
    return filter(
        partitions,
        "range",
        number ->
            "id >= %d and id < %d"
                .formatted(
                    PartitionId.id(number + 50), PartitionId.id(number + 50 + PartitionId.GROUP)));
  }

  private static Operation filter(int partitions, String kind, IntFunction<String> filter) {
    var table = new PartitionedTable(partitions);
    return new Read(
        "filter-%s-%d".formatted(kind, partitions),
        "filter by %s, 300 of %,d"
            .formatted(kind.equals("range") ? "integer range" : kind, partitions),
        partitions > MANY ? 1 : MANY_THREADS,
        List.of(table),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            varied(
                client,
                number ->
                    new Call<>(
                        Request.of(
                            "get_partitions_by_filter",
                            new ThriftHiveMetastore.get_partitions_by_filter_args(
                                DATABASE, table.name(), filter.apply(number), (short) -1)),
                        ThriftHiveMetastore.get_partitions_by_filter_result::new,
                        answer -> answer.getSuccessSize(),
                        PartitionId.GROUP)));
  }

  private static Operation allPartitions() {
    var table = new PartitionedTable(10_000);
    var args = new ThriftHiveMetastore.get_partitions_args(DATABASE, table.name(), (short) -1);
    return new Read(
        "all-partitions-10000",
        "all 10,000 partitions",
        1,
        List.of(table),
        List.of(EmptyPeer.SAME_BYTES),
        (site, client) ->
            List.of(
                new Call<>(
                    Request.of("get_partitions", args),
                    ThriftHiveMetastore.get_partitions_result::new,
                    answer -> answer.getSuccessSize(),
                    table.partitions())));
  }

  /** Calls from numbers that lie apart, each the first of a group. */
  private static List<Call<?>> varied(int client, IntFunction<Call<?>> call) {
    var calls = new ArrayList<Call<?>>();
    for (int i = 0; i < VARIETY; i++) {
      int group = (client * VARIETY + i) % (MANY / PartitionId.GROUP - 4);
      calls.add(call.apply(group * PartitionId.GROUP));
    }
    return calls;
  }
}
