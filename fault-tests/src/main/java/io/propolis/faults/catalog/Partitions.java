package io.propolis.faults.catalog;

import io.propolis.faults.catalog.Command.Alter;
import io.propolis.faults.catalog.Command.Create;
import io.propolis.faults.catalog.Command.CreateContainer;
import io.propolis.faults.catalog.Command.Drop;
import io.propolis.faults.catalog.Command.DropContainer;
import io.propolis.faults.catalog.Command.Get;
import io.propolis.faults.catalog.Command.Read;
import io.propolis.faults.catalog.Command.ReadNames;
import io.propolis.faults.catalog.Command.ReadStatistics;
import io.propolis.faults.catalog.Command.Rename;
import io.propolis.faults.catalog.Command.SetStatistics;
import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.RenamePartitionRequest;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** The partitions of one table and their statistics, written in batches. */
public final class Partitions extends ObjectGroup {
  private static final int MOST_AT_ONCE = 8;

  private final Table table;
  private final List<String> keys;
  private final Writes writes;

  /** Which writes there are beside those of partitions and statistics. */
  public enum Writes {
    /** The table is dropped and made anew. */
    WITH_TABLE,
    /** Partitions get other values of their key. */
    WITH_RENAMES
  }

  /** Partitions of {@code count} values of the key. */
  public Partitions(String database, String name, String folder, int count, Writes writes) {
    super("partitions of " + database + "." + name);
    this.table = Beans.table(database, name, folder, Map.of());
    table.setPartitionKeys(List.of(new FieldSchema(Beans.KEY, "string", null)));
    this.keys = IntStream.range(0, count).mapToObj("p%02d"::formatted).toList();
    this.writes = writes;
  }

  @Override
  public CatalogState initial() {
    return CatalogState.ABSENT;
  }

  @Override
  public String object(String key) {
    boolean ofStatistics = key.endsWith(Command.STATISTICS);
    var own = ofStatistics ? key.substring(0, key.length() - 1) : key;
    return container() + "/" + Beans.partitionName(own) + (ofStatistics ? Command.STATISTICS : "");
  }

  @Override
  public String container() {
    return table.getDbName() + "." + table.getTableName();
  }

  @Override
  Command choose(CatalogClient client, Random random) {
    return switch (random.nextInt(30)) {
      case 0, 1, 2, 3, 4 -> new Create(given(client, some(random)));
      case 5, 6, 7 -> new Alter(given(client, some(random)));
      case 8, 9 -> new SetStatistics(given(client, some(random)));
      case 10, 11 -> new Drop(some(random));
      case 12, 13 -> special(client, random);
      case 14, 15, 16, 17 -> new ReadNames();
      case 18, 19, 20 -> new ReadStatistics(Set.copyOf(keys));
      case 21, 22, 23 -> new Get(any(random, keys));
      case 24, 25 -> new Read(some(random));
      case 26 -> new CreateContainer();
      default -> new Read(Set.copyOf(keys));
    };
  }

  private Command special(CatalogClient client, Random random) {
    if (writes == Writes.WITH_TABLE) {
      return random.nextInt(4) == 0 ? new DropContainer() : new CreateContainer();
    }
    var from = any(random, keys);
    var to = any(random, keys);
    return from.equals(to)
        ? new Alter(Map.of(from, client.token()))
        : new Rename(from, to, client.token());
  }

  /** Neighbours, as writers of a day's partitions have them. */
  private Set<String> some(Random random) {
    int from = random.nextInt(keys.size());
    int count = 1 + random.nextInt(random.nextBoolean() ? 1 : MOST_AT_ONCE);
    return new TreeSet<>(keys.subList(from, Math.min(keys.size(), from + count)));
  }

  private static Map<String, String> given(CatalogClient client, Set<String> keys) {
    return keys.stream().collect(Collectors.toMap(key -> key, key -> client.token()));
  }

  @Override
  List<String> keys() {
    return keys.stream().flatMap(key -> Stream.of(key, key + Command.STATISTICS)).toList();
  }

  @Override
  List<Command> reading() {
    return List.of(
        new ReadNames(), new Read(Set.copyOf(keys)), new ReadStatistics(Set.copyOf(keys)));
  }

  @Override
  Outcome execute(ThriftHiveMetastore.Iface metastore, Command command) throws TException {
    return command.writes() ? write(metastore, command) : new Seen(read(metastore, command));
  }

  private Outcome write(ThriftHiveMetastore.Iface metastore, Command command) throws TException {
    var database = table.getDbName();
    var name = table.getTableName();
    if (command instanceof CreateContainer) {
      metastore.create_table(table.deepCopy());
    } else if (command instanceof DropContainer) {
      metastore.drop_table(database, name, false);
    } else if (command instanceof Create create) {
      metastore.add_partitions_req(
          new AddPartitionsRequest(database, name, partitions(create.values()), false));
    } else if (command instanceof Alter alter) {
      metastore.alter_partitions(database, name, partitions(alter.values()));
    } else if (command instanceof SetStatistics set) {
      metastore.set_aggr_stats_for(statistics(set));
    } else if (command instanceof Drop drop) {
      var request = new DropPartitionsRequest(database, name, RequestPartsSpec.names(names(drop)));
      request.setIfExists(false);
      request.setDeleteData(false);
      request.setNeedResult(false);
      metastore.drop_partitions_req(request);
    } else if (command instanceof Rename rename) {
      metastore.rename_partition_req(
          new RenamePartitionRequest(
              database,
              name,
              List.of(rename.from()),
              Beans.partition(table, rename.value(), rename.to())));
    }
    return Outcome.OK;
  }

  private List<Partition> partitions(Map<String, String> values) {
    var all = new ArrayList<Partition>();
    values.forEach((key, value) -> all.add(Beans.partition(table, value, key)));
    return all;
  }

  private SetPartitionsStatsRequest statistics(SetStatistics set) {
    var request =
        new SetPartitionsStatsRequest(
            set.values().entrySet().stream()
                .map(each -> Beans.statistics(table, each.getKey(), each.getValue()))
                .toList());
    request.setEngine("hive");
    return request;
  }

  private static List<String> names(Command command) {
    return command.keys().stream().map(Beans::partitionName).toList();
  }

  private Map<String, String> read(ThriftHiveMetastore.Iface metastore, Command command)
      throws TException {
    var database = table.getDbName();
    var name = table.getTableName();
    if (command instanceof ReadNames) {
      return metastore.get_partition_names(database, name, (short) -1).stream()
          .collect(Collectors.toMap(Beans::partitionKey, each -> ""));
    }
    if (command instanceof Get get) {
      var partition = metastore.get_partition(database, name, List.of(get.key()));
      return Map.of(get.key(), value(partition));
    }
    if (command instanceof ReadStatistics) {
      var request =
          new PartitionsStatsRequest(database, name, List.of(Beans.COLUMN), names(command));
      request.setEngine("hive");
      var seen = new HashMap<String, String>();
      metastore
          .get_partitions_statistics_req(request)
          .getPartStats()
          .forEach(
              (partition, columns) ->
                  columns.forEach(
                      each -> seen.put(Beans.partitionKey(partition), Beans.value(each))));
      return seen;
    }
    var partitions =
        command.keys().size() == keys.size()
            ? metastore.get_partitions(database, name, (short) -1)
            : metastore.get_partitions_by_names(database, name, names(command));
    return partitions.stream()
        .collect(Collectors.toMap(each -> each.getValues().get(0), Partitions::value));
  }

  private static String value(Partition partition) {
    return String.valueOf(partition.getParameters().get(Beans.VALUE));
  }
}
