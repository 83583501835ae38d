package io.propolis.thrift.handler;

import io.propolis.catalog.model.Names;
import io.propolis.catalog.store.Locks.Filter;
import io.propolis.thrift.translate.Locks;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import org.apache.hadoop.hive.metastore.api.CheckLockRequest;
import org.apache.hadoop.hive.metastore.api.HeartbeatRequest;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.ShowLocksResponse;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;
import org.jspecify.annotations.Nullable;

/** Locks: of transactions, as Hive takes them, and without, as Iceberg and PyIceberg do. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class LockHandler implements Handler {
  private final Door door;

  LockHandler(Door door) {
    this.door = door;
  }

  public LockResponse lock(ClientSession client, LockRequest request) {
    return Locks.response(door.as(client).locks().request(Locks.request(request)));
  }

  public LockResponse check_lock(ClientSession client, CheckLockRequest request) {
    return Locks.response(door.as(client).locks().check(request.getLockid()));
  }

  public void unlock(ClientSession client, UnlockRequest request) {
    door.as(client).locks().release(request.getLockid());
  }

  /** Of a transaction, a lock, or both; 0 stands for none. */
  public void heartbeat(ClientSession client, HeartbeatRequest request) {
    if (request.getTxnid() != 0) {
      door.as(client).txns().heartbeat(request.getTxnid());
    }
    if (request.getLockid() != 0) {
      door.as(client).locks().heartbeat(request.getLockid());
    }
  }

  public ShowLocksResponse show_locks(ClientSession client, ShowLocksRequest request) {
    var filter =
        new Filter(
            folded(request.getDbname()),
            folded(request.getTablename()),
            Locks.partition(request.getPartname()),
            request.isSetTxnid() ? request.getTxnid() : null);
    var response = new ShowLocksResponse();
    response.setLocks(
        door.as(client).locks().all(filter).stream()
            .flatMap(lock -> Locks.elements(lock).stream())
            .toList());
    return response;
  }

  private static @Nullable String folded(@Nullable String name) {
    return name == null ? null : Names.fold(name);
  }
}
