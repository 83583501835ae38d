package io.propolis.compat.hms;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.CheckConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.DefaultConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.ForeignKeysRequest;
import org.apache.hadoop.hive.metastore.api.NotNullConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.PrimaryKeysRequest;
import org.apache.hadoop.hive.metastore.api.SQLCheckConstraint;
import org.apache.hadoop.hive.metastore.api.SQLDefaultConstraint;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;
import org.apache.hadoop.hive.metastore.api.UniqueConstraintsRequest;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;

/** The six kinds of constraints since Hive 3. */
final class Constraints {
  private static final String CATALOG = "hive";

  private Constraints() {}

  static Map<String, TBase<?, ?>> empty() {
    Map<String, TBase<?, ?>> empty = new TreeMap<>();
    empty.put("primary", new SQLPrimaryKey());
    empty.put("foreign", new SQLForeignKey());
    empty.put("unique", new SQLUniqueConstraint());
    empty.put("not-null", new SQLNotNullConstraint());
    empty.put("default", new SQLDefaultConstraint());
    empty.put("check", new SQLCheckConstraint());
    return empty;
  }

  static void addReferredKey(HiveMetaStoreClient client, SQLPrimaryKey key) throws TException {
    client.addPrimaryKey(List.of(key));
  }

  static void add(HiveMetaStoreClient client, Map<String, TBase<?, ?>> beans) throws TException {
    client.addPrimaryKey(List.of((SQLPrimaryKey) beans.get("primary")));
    client.addForeignKey(List.of((SQLForeignKey) beans.get("foreign")));
    client.addUniqueConstraint(List.of((SQLUniqueConstraint) beans.get("unique")));
    client.addNotNullConstraint(List.of((SQLNotNullConstraint) beans.get("not-null")));
    client.addDefaultConstraint(List.of((SQLDefaultConstraint) beans.get("default")));
    client.addCheckConstraint(List.of((SQLCheckConstraint) beans.get("check")));
  }

  static Map<String, TBase<?, ?>> read(HiveMetaStoreClient client, String database, String table)
      throws TException {
    Map<String, TBase<?, ?>> found = new TreeMap<>();
    PrimaryKeysRequest primary = new PrimaryKeysRequest(database, table);
    primary.setCatName(CATALOG);
    client.getPrimaryKeys(primary).forEach(key -> found.put("primary", key));
    ForeignKeysRequest foreign = new ForeignKeysRequest(null, null, database, table);
    foreign.setCatName(CATALOG);
    client.getForeignKeys(foreign).forEach(key -> found.put("foreign", key));
    client
        .getUniqueConstraints(new UniqueConstraintsRequest(CATALOG, database, table))
        .forEach(each -> found.put("unique", each));
    client
        .getNotNullConstraints(new NotNullConstraintsRequest(CATALOG, database, table))
        .forEach(each -> found.put("not-null", each));
    client
        .getDefaultConstraints(new DefaultConstraintsRequest(CATALOG, database, table))
        .forEach(each -> found.put("default", each));
    client
        .getCheckConstraints(new CheckConstraintsRequest(CATALOG, database, table))
        .forEach(each -> found.put("check", each));
    return found;
  }
}
