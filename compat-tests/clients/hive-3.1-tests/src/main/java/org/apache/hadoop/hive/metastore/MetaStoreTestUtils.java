package org.apache.hadoop.hive.metastore;

import java.io.File;
import org.apache.thrift.TException;

/**
 * Stands ahead of Hive's class of this name, which starts metastores: here nothing can. Holds what
 * the tests use besides.
 */
public final class MetaStoreTestUtils {
  private MetaStoreTestUtils() {}

  /** A folder outside the warehouse that tests give as a location. */
  public static String getTestWarehouseDir(String name) {
    return new File(System.getProperty("java.io.tmpdir"), name).getAbsolutePath();
  }

  /** Drops a catalog with all databases in it; the default one stays. */
  public static void dropCatalogCascade(IMetaStoreClient client, String catalog) throws TException {
    if (catalog == null || catalog.equals(Warehouse.DEFAULT_CATALOG_NAME)) {
      return;
    }
    for (String database : client.getAllDatabases(catalog)) {
      client.dropDatabase(catalog, database, true, false, true);
    }
    client.dropCatalog(catalog);
  }
}
