package io.propolis.bench.operation;

import static io.propolis.bench.fixture.Shapes.DATABASE;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.CatalogClient;
import io.propolis.bench.fixture.Shapes;
import io.propolis.bench.server.Site;
import java.io.IOException;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** A table of 30 columns is made and dropped again: two commits. */
public final class CreateDrop implements Operation {
  private static final int COLUMNS = 30;

  @Override
  public String key() {
    return "create-drop";
  }

  @Override
  public String title() {
    return "create_table and drop_table";
  }

  @Override
  public boolean isBesideCommits() {
    return true;
  }

  @Override
  public Worker open(Site site, int number) throws IOException, TException {
    var name = "made_" + number;
    try (var client = new CatalogClient(site.thriftPort())) {
      client.makeDatabase(DATABASE);
      if (client.hasTable(DATABASE, name)) {
        client.calls().drop_table(DATABASE, name, false);
      }
    }
    var create =
        Request.of(
            "create_table",
            new ThriftHiveMetastore.create_table_args(Shapes.table(DATABASE, name, COLUMNS)));
    var drop =
        Request.of("drop_table", new ThriftHiveMetastore.drop_table_args(DATABASE, name, false));
    return new ThriftWorker(new Connection(site.thriftPort())) {
      @Override
      public void run(int step, int index) throws IOException, TException {
        connection().run(create);
        connection().run(drop);
      }
    };
  }
}
