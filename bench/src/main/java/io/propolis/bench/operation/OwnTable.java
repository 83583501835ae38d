package io.propolis.bench.operation;

import io.propolis.bench.fixture.CatalogClient;
import io.propolis.bench.server.Site;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TException;

/** A table that one worker has for itself. */
final class OwnTable {
  private OwnTable() {}

  /** Makes it anew and returns it as the server shows it. */
  static Table make(Site site, Table wanted) throws TException {
    try (var client = new CatalogClient(site.thriftPort())) {
      client.makeDatabase(wanted.getDbName());
      client.remakeTable(wanted);
      return client
          .calls()
          .get_table_req(new GetTableRequest(wanted.getDbName(), wanted.getTableName()))
          .getTable();
    }
  }
}
