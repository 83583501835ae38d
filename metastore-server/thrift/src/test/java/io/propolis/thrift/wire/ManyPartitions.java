package io.propolis.thrift.wire;

import static java.util.Objects.requireNonNull;

import io.propolis.catalog.PartitionList;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import io.propolis.thrift.encode.Envelope;
import io.propolis.thrift.encode.PartitionEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * So many partitions, of about a kilobyte each on the wire, which are nowhere: each is made when it
 * is handed over. A program that serves them, too.
 */
record ManyPartitions(int size, Consumer<Integer> whenReached) implements PartitionList {
  private static final Table TABLE = Table.builder(TableName.of("sales", "many")).build();
  private static final StorageLayout LAYOUT =
      StorageLayout.EMPTY.withColumns(List.of(new Column("c", "string", "x".repeat(1000))));

  static ManyPartitions of(int size) {
    return new ManyPartitions(size, reached -> {});
  }

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public boolean isCertain() {
    return true;
  }

  @Override
  public void forEach(Consumer<Partition> consumer) {
    for (int i = 0; i < size; i++) {
      whenReached.accept(i);
      consumer.accept(Partition.of(List.of("v" + i), LAYOUT).withLocation("file:/many/v" + i));
    }
  }

  @Override
  public void forEachValues(Consumer<List<String>> consumer) {
    forEach(partition -> consumer.accept(partition.values()));
  }

  @Override
  public void forEachName(NameConsumer consumer) {
    throw new UnsupportedOperationException();
  }

  /** The plain twin, which nobody asks. */
  @SuppressWarnings({"MemberName", "unused"}) // named as in the IDL, called by its name
  private static final class Unasked implements Handler {
    public List<org.apache.hadoop.hive.metastore.api.Partition> get_partitions(
        ClientSession client, @Nullable String database, @Nullable String table, short max) {
      throw new IllegalStateException();
    }

    public String getName(ClientSession client) {
      return "many";
    }
  }

  /** Answers {@code get_partitions} with what the name of the table makes. */
  static ThriftServer serve(java.util.function.Function<String, PartitionList> lists) {
    var envelope = new Envelope("get_partitions", List.of());
    var encoder = new PartitionEncoder();
    HotMethod method =
        (client, arguments) -> {
          var list = lists.apply((String) requireNonNull(arguments[1]));
          return envelope.around(writer -> encoder.write(list, writer));
        };
    var settings =
        new ThriftSettings(
            "localhost", 0, ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES, Duration.ofSeconds(60));
    var server =
        new ThriftServer(
            settings,
            MethodTable.of(
                List.of(new Unasked()), HotMethods.of(Map.of("get_partitions", method))));
    server.start();
    return server;
  }

  /** Serves as many as the table's name says, until its input ends. */
  @SuppressWarnings("SystemOut") // tells its parent the port
  public static void main(String[] arguments) throws Exception {
    try (var server = serve(table -> of(Integer.parseInt(table)))) {
      System.out.println(server.address().getPort());
      System.in.read();
    }
  }
}
