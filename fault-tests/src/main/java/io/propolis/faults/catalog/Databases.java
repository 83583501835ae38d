package io.propolis.faults.catalog;

import io.propolis.faults.catalog.Command.Alter;
import io.propolis.faults.catalog.Command.Create;
import io.propolis.faults.catalog.Command.Drop;
import io.propolis.faults.catalog.Command.Get;
import io.propolis.faults.catalog.Command.ReadNames;
import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** Empty databases that come, change and go. */
public final class Databases extends ObjectGroup {
  private final List<String> names;
  private final String folder;

  /** Those of these names, with their folders in {@code folder}. */
  public Databases(List<String> names, String folder) {
    super("databases " + names);
    this.names = List.copyOf(names);
    this.folder = folder;
  }

  @Override
  public CatalogState initial() {
    return CatalogState.EMPTY;
  }

  @Override
  public String object(String key) {
    return key;
  }

  @Override
  Command choose(CatalogClient client, Random random) {
    var name = any(random, names);
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Create(Map.of(name, client.token()));
      case 2, 3 -> new Alter(Map.of(name, client.token()));
      case 4 -> new Drop(Set.of(name));
      case 5 -> new ReadNames();
      default -> new Get(name);
    };
  }

  @Override
  List<String> keys() {
    return names;
  }

  @Override
  List<Command> reading() {
    var all = new ArrayList<Command>(List.of(new ReadNames()));
    names.forEach(name -> all.add(new Get(name)));
    return all;
  }

  @Override
  Outcome execute(ThriftHiveMetastore.Iface metastore, Command command) throws TException {
    if (command instanceof Create create) {
      var name = create.onlyKey();
      metastore.create_database(Beans.database(name, folder, create.onlyValue()));
    } else if (command instanceof Alter alter) {
      var name = alter.onlyKey();
      metastore.alter_database(name, Beans.database(name, folder, alter.onlyValue()));
    } else if (command instanceof Drop drop) {
      metastore.drop_database(drop.onlyKey(), false, false);
    } else if (command instanceof Get get) {
      var value = metastore.get_database(get.key()).getParameters().get(Beans.VALUE);
      return new Seen(Map.of(get.key(), String.valueOf(value)));
    } else {
      return new Seen(
          metastore.get_all_databases().stream()
              .filter(names::contains)
              .collect(Collectors.toMap(name -> name, name -> "")));
    }
    return Outcome.OK;
  }
}
