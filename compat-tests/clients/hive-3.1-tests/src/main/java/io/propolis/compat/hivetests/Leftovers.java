package io.propolis.compat.hivetests;

import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.MetaStoreTestUtils;
import org.apache.hadoop.hive.metastore.Warehouse;
import org.apache.hadoop.hive.metastore.client.MetaStoreFactoryForTests;
import org.apache.hadoop.hive.metastore.minihms.AbstractMetaStoreService;

/** What one class of tests leaves behind: Hive's own build gives each a metastore of its own. */
final class Leftovers {
  private Leftovers() {}

  static void drop() throws Exception {
    AbstractMetaStoreService service =
        (AbstractMetaStoreService) MetaStoreFactoryForTests.getMetaStores().get(0)[1];
    IMetaStoreClient client = service.getClient();
    for (String catalog : client.getCatalogs()) {
      MetaStoreTestUtils.dropCatalogCascade(client, catalog);
    }
    for (String database : client.getAllDatabases()) {
      if (!database.equals(Warehouse.DEFAULT_DATABASE_NAME)) {
        client.dropDatabase(database, true, true, true);
      }
    }
    for (String table : client.getAllTables(Warehouse.DEFAULT_DATABASE_NAME)) {
      client.dropTable(Warehouse.DEFAULT_DATABASE_NAME, table, true, true);
    }
    client.close();
  }
}
