package io.propolis.faults.catalog;

import io.propolis.faults.catalog.Command.CompareAndSet;
import io.propolis.faults.catalog.Command.Create;
import io.propolis.faults.catalog.Command.Drop;
import io.propolis.faults.catalog.Command.Get;
import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Seen;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** A table of Iceberg, whose pointer writers move by compare-and-swap, without locks. */
public final class IcebergTable extends ObjectGroup {
  private static final String POINTER = "metadata_location";
  private static final String PREVIOUS = "previous_metadata_location";

  private final String database;
  private final String name;
  private final String folder;

  /** What somebody has seen last: what all expect, so that they often meet. */
  private volatile String seen = "0";

  /** The table of this name in a database that stands. */
  public IcebergTable(String database, String name, String folder) {
    super("Iceberg table " + database + "." + name);
    this.database = database;
    this.name = name;
    this.folder = folder;
  }

  @Override
  public CatalogState initial() {
    return CatalogState.EMPTY;
  }

  @Override
  public String object(String key) {
    return database + "." + key;
  }

  @Override
  Command choose(CatalogClient client, Random random) {
    int which = random.nextInt(100);
    if (which < 10) {
      return new Create(Map.of(name, client.token()));
    }
    if (which < 11) {
      return new Drop(Set.of(name));
    }
    return which < 60 ? new CompareAndSet(name, seen, client.token()) : new Get(name);
  }

  @Override
  List<String> keys() {
    return List.of(name);
  }

  @Override
  List<Command> reading() {
    return List.of(new Get(name));
  }

  @Override
  Outcome execute(ThriftHiveMetastore.Iface metastore, Command command) throws TException {
    if (command instanceof Create create) {
      metastore.create_table(table(Map.of(POINTER, create.onlyValue())));
    } else if (command instanceof Drop) {
      metastore.drop_table(database, name, false);
    } else if (command instanceof CompareAndSet swap) {
      var context =
          new EnvironmentContext(
              Map.of(
                  "expected_parameter_key", POINTER, "expected_parameter_value", swap.expected()));
      var changed = table(Map.of(POINTER, swap.value(), PREVIOUS, swap.expected()));
      metastore.alter_table_with_environment_context(database, name, changed, context);
      seen = swap.value();
    } else {
      var table = metastore.get_table_req(new GetTableRequest(database, name)).getTable();
      var pointer = String.valueOf(table.getParameters().get(POINTER));
      seen = pointer;
      return new Seen(Map.of(name, pointer));
    }
    return Outcome.OK;
  }

  /** The log is read by the same parameter for all tables, so the pointer is in both. */
  private Table table(Map<String, String> pointers) {
    var table = Beans.table(database, name, folder, pointers);
    table.getParameters().put("table_type", "ICEBERG");
    table.getParameters().put(Beans.VALUE, pointers.getOrDefault(POINTER, ""));
    return table;
  }
}
