package io.propolis.faults.catalog;

import io.propolis.faults.catalog.Command.Alter;
import io.propolis.faults.catalog.Command.Create;
import io.propolis.faults.catalog.Command.Drop;
import io.propolis.faults.catalog.Command.Get;
import io.propolis.faults.catalog.Command.Read;
import io.propolis.faults.catalog.Command.ReadNames;
import io.propolis.faults.catalog.Command.Rename;
import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Seen;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** Tables of one database that come, change, go, and are renamed to one another. */
public final class Tables extends ObjectGroup {
  private final String database;
  private final List<String> names;
  private final String folder;

  /** Those of these names in a database that stands. */
  public Tables(String database, List<String> names, String folder) {
    super("tables " + names + " of " + database);
    this.database = database;
    this.names = List.copyOf(names);
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
    var name = any(random, names);
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> new Create(Map.of(name, client.token()));
      case 3, 4, 5 -> new Alter(Map.of(name, client.token()));
      case 6 -> new Drop(Set.of(name));
      case 7, 8 -> rename(name, any(random, names), client.token());
      case 9 -> new ReadNames();
      case 10, 11 -> new Read(Set.copyOf(names));
      default -> new Get(name);
    };
  }

  private static Command rename(String from, String to, String value) {
    return from.equals(to) ? new Alter(Map.of(from, value)) : new Rename(from, to, value);
  }

  @Override
  List<String> keys() {
    return names;
  }

  @Override
  List<Command> reading() {
    return List.of(
        new ReadNames(), new Read(Set.copyOf(names)), new Get(names.get(0)), new Get(names.get(1)));
  }

  @Override
  Outcome execute(ThriftHiveMetastore.Iface metastore, Command command) throws TException {
    if (command instanceof Create create) {
      var name = create.onlyKey();
      metastore.create_table(table(name, create.onlyValue()));
    } else if (command instanceof Alter alter) {
      var name = alter.onlyKey();
      metastore.alter_table(database, name, table(name, alter.onlyValue()));
    } else if (command instanceof Rename rename) {
      metastore.alter_table(database, rename.from(), table(rename.to(), rename.value()));
    } else if (command instanceof Drop drop) {
      metastore.drop_table(database, drop.onlyKey(), false);
    } else if (command instanceof ReadNames) {
      return new Seen(
          metastore.get_all_tables(database).stream()
              .filter(names::contains)
              .collect(Collectors.toMap(name -> name, name -> "")));
    } else if (command instanceof Get get) {
      var table = metastore.get_table_req(new GetTableRequest(database, get.key())).getTable();
      return new Seen(Map.of(get.key(), value(table)));
    } else {
      return new Seen(
          metastore.get_table_objects_by_name_req(several(command)).getTables().stream()
              .collect(Collectors.toMap(Table::getTableName, Tables::value)));
    }
    return Outcome.OK;
  }

  private GetTablesRequest several(Command command) {
    var request = new GetTablesRequest(database);
    request.setTblNames(List.copyOf(command.keys()));
    return request;
  }

  private Table table(String name, String value) {
    return Beans.table(database, name, folder, Map.of(Beans.VALUE, value));
  }

  private static String value(Table table) {
    return String.valueOf(table.getParameters().get(Beans.VALUE));
  }
}
