package org.apache.hadoop.hive.metastore.client;

import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf.ConfVars;
import org.apache.hadoop.hive.metastore.minihms.MiniHMS;
import org.apache.hadoop.hive.metastore.minihms.MiniHMS.MiniHMSType;

/**
 * Stands ahead of Hive's class of this name: the one metastore to test is the server in another
 * process that the system properties {@value #URI} and {@value #WAREHOUSE} name.
 */
public final class MetaStoreFactoryForTests {
  /** Where the server listens. */
  public static final String URI = "propolis.metastore";

  /** The server's warehouse folder; tests look into it, and empty it. */
  public static final String WAREHOUSE = "propolis.warehouse";

  private MetaStoreFactoryForTests() {}

  /** What the tests ask for, in the form of JUnit's parameters: a name and a service. */
  public static List<Object[]> getMetaStores() throws Exception {
    Configuration configuration = MetastoreConf.newMetastoreConf();
    MetastoreConf.setVar(configuration, ConfVars.THRIFT_URIS, required(URI));
    MetastoreConf.setVar(configuration, ConfVars.WAREHOUSE, required(WAREHOUSE));
    MetastoreConf.setLongVar(configuration, ConfVars.LIMIT_PARTITION_REQUEST, 100);
    MetastoreConf.setLongVar(configuration, ConfVars.BATCH_RETRIEVE_MAX, 2);
    configuration.setInt("fs.trash.interval", 30);
    return Collections.singletonList(
        new Object[] {
          "External",
          new MiniHMS.Builder().setConf(configuration).setType(MiniHMSType.CLUSTER).build()
        });
  }

  private static String required(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException("The system property " + property + " is not set");
    }
    return value;
  }
}
