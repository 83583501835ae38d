package io.propolis.compat.hms;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.ForeignKeysRequest;
import org.apache.hadoop.hive.metastore.api.PrimaryKeysRequest;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;

/** The two kinds of constraints of Hive 2.3. */
final class Constraints {
  private Constraints() {}

  static Map<String, TBase<?, ?>> empty() {
    return new TreeMap<>(Map.of("primary", new SQLPrimaryKey(), "foreign", new SQLForeignKey()));
  }

  static void addReferredKey(HiveMetaStoreClient client, SQLPrimaryKey key) throws TException {
    client.addPrimaryKey(List.of(key));
  }

  static void add(HiveMetaStoreClient client, Map<String, TBase<?, ?>> beans) throws TException {
    client.addPrimaryKey(List.of((SQLPrimaryKey) beans.get("primary")));
    client.addForeignKey(List.of((SQLForeignKey) beans.get("foreign")));
  }

  static Map<String, TBase<?, ?>> read(HiveMetaStoreClient client, String database, String table)
      throws TException {
    Map<String, TBase<?, ?>> found = new TreeMap<>();
    for (SQLPrimaryKey key : client.getPrimaryKeys(new PrimaryKeysRequest(database, table))) {
      found.put("primary", key);
    }
    ForeignKeysRequest foreign = new ForeignKeysRequest(null, null, database, table);
    for (SQLForeignKey key : client.getForeignKeys(foreign)) {
      found.put("foreign", key);
    }
    return found;
  }
}
