package io.propolis.bench.operation;

import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.fixture.Shapes;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;
import org.apache.thrift.TException;

/** An exclusive lock of one table, as Iceberg takes it around a commit. */
final class Locks {
  private final Connection connection;
  private final Request lock;

  Locks(Connection connection, String table) {
    this.connection = connection;
    var component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, Shapes.DATABASE);
    component.setTablename(table);
    var request = new LockRequest(List.of(component), "bench", "localhost");
    request.setAgentInfo("bench");
    this.lock = Request.of("lock", new ThriftHiveMetastore.lock_args(request));
  }

  /** Returns its number; throws when somebody else has it. */
  long take() throws IOException, TException {
    var answer = new ThriftHiveMetastore.lock_result();
    connection.ask(lock, answer);
    if (!answer.isSetSuccess() || answer.getSuccess().getState() != LockState.ACQUIRED) {
      throw new IllegalStateException("A lock was not acquired: " + answer);
    }
    return answer.getSuccess().getLockid();
  }

  void giveBack(long number) throws IOException, TException {
    connection.run(
        Request.of("unlock", new ThriftHiveMetastore.unlock_args(new UnlockRequest(number))));
  }
}
