package io.propolis.bench.operation;

import static io.propolis.bench.fixture.Shapes.DATABASE;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.Shapes;
import io.propolis.bench.server.Site;
import java.io.IOException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** A parameter of a table of 30 columns changes. */
public final class AlterTable implements Operation {
  private static final int COLUMNS = 30;

  @Override
  public String key() {
    return "alter-table";
  }

  @Override
  public String title() {
    return "alter_table";
  }

  @Override
  public boolean isBesideCommits() {
    return true;
  }

  @Override
  public Worker open(Site site, int number) throws IOException, TException {
    var table = OwnTable.make(site, Shapes.table(DATABASE, "altered_" + number, COLUMNS));
    var requests = new Request[] {alter(table, "even"), alter(table, "odd")};
    return new ThriftWorker(new Connection(site.thriftPort())) {
      @Override
      public void run(int step, int index) throws IOException, TException {
        connection().run(requests[index % 2]);
      }
    };
  }

  private static Request alter(Table table, String value) {
    var altered = table.deepCopy();
    altered.getParameters().put("comment", value);
    return Request.of(
        "alter_table",
        new ThriftHiveMetastore.alter_table_args(DATABASE, table.getTableName(), altered));
  }
}
