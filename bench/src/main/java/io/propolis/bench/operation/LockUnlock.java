package io.propolis.bench.operation;

import io.propolis.bench.call.Connection;
import io.propolis.bench.fixture.Shapes;
import io.propolis.bench.server.Site;
import java.io.IOException;
import org.apache.thrift.TException;

/** Takes an exclusive lock of a table that nobody else wants, and gives it back. */
public final class LockUnlock implements Operation {
  @Override
  public String key() {
    return "lock-unlock";
  }

  @Override
  public String title() {
    return "lock and unlock";
  }

  @Override
  public Worker open(Site site, int number) throws IOException, TException {
    var table = "locked_" + number;
    OwnTable.make(site, Shapes.table(Shapes.DATABASE, table, 1));
    var connection = new Connection(site.thriftPort());
    var locks = new Locks(connection, table);
    return new ThriftWorker(connection) {
      @Override
      public void run(int step, int index) throws IOException, TException {
        locks.giveBack(locks.take());
      }
    };
  }
}
