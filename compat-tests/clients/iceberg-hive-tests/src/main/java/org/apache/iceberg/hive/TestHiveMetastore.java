package org.apache.iceberg.hive;

import java.io.File;
import java.nio.file.Path;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.thrift.TException;

/**
 * Stands where Iceberg's own class of this name stands, ahead of it on the class path, so that its
 * tests meet a metastore that runs elsewhere instead of one in their own process.
 *
 * <p>The system properties {@code propolis.metastore} and {@code propolis.folder} name its address
 * and a folder that it and the tests share.
 */
public class TestHiveMetastore {
  private static final String DEFAULT_DATABASE = "default";
  private static final int POOL_SIZE = 5;

  private final String uri = System.getProperty("propolis.metastore");
  private final Path folder = Path.of(System.getProperty("propolis.folder"));
  private HiveConf conf;
  private HiveClientPool clients;

  public void start() {
    start(new HiveConf(TestHiveMetastore.class));
  }

  public void start(HiveConf given) {
    start(given, POOL_SIZE);
  }

  public void start(HiveConf given, int poolSize) {
    start(given, poolSize, false);
  }

  /** As Iceberg's: {@code directSql} is a matter of servers other than this one. */
  public void start(HiveConf given, int poolSize, boolean directSql) {
    given.set(HiveConf.ConfVars.METASTOREURIS.varname, uri);
    given.set(HiveConf.ConfVars.METASTOREWAREHOUSE.varname, "file:" + folder);
    given.set("iceberg.hive.client-pool-size", "2");
    conf = given;
    clients = new HiveClientPool(poolSize, conf);
  }

  /** Leaves the server empty for the next class, as a new one would be. */
  public void stop() throws Exception {
    reset();
    clients.close();
  }

  public HiveConf hiveConf() {
    return conf;
  }

  public String getDatabasePath(String database) {
    return new File(folder.toFile(), database + ".db").getPath();
  }

  /** Drops whatever there is. */
  public void reset() throws Exception {
    for (var database : clients.run(IMetaStoreClient::getAllDatabases)) {
      for (var table : clients.run(client -> client.getAllTables(database))) {
        run(client -> client.dropTable(database, table, true, true, true));
      }
      if (!database.equals(DEFAULT_DATABASE)) {
        run(client -> client.dropDatabase(database, true, true, true));
      }
    }
  }

  /** A call that answers nothing. */
  private interface Call {
    void on(IMetaStoreClient client) throws TException;
  }

  private void run(Call call) throws Exception {
    clients.run(
        client -> {
          call.on(client);
          return true;
        });
  }

  public Table getTable(String database, String table) throws TException, InterruptedException {
    return clients.run(client -> client.getTable(database, table));
  }

  public Table getTable(TableIdentifier name) throws TException, InterruptedException {
    return getTable(name.namespace().toString(), name.name());
  }
}
