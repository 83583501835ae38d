package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.notFound;
import static java.util.Objects.requireNonNullElse;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Names;
import io.propolis.thrift.translate.Locks;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import org.apache.hadoop.hive.metastore.api.CheckLockRequest;
import org.apache.hadoop.hive.metastore.api.HeartbeatRequest;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.ShowLocksRequest;
import org.apache.hadoop.hive.metastore.api.ShowLocksResponse;
import org.apache.hadoop.hive.metastore.api.ShowLocksResponseElement;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;
import org.jspecify.annotations.Nullable;

/** Locks without transactions, as Iceberg, Trino and PyIceberg take them. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class LockHandler implements Handler {
  private final Door door;

  LockHandler(Door door) {
    this.door = door;
  }

  public LockResponse lock(ClientSession client, LockRequest request) {
    refuseTransaction(request.getTxnid());
    return Locks.response(door.as(client).locks().request(Locks.lock(request)));
  }

  public LockResponse check_lock(ClientSession client, CheckLockRequest request) {
    return Locks.response(door.as(client).locks().check(request.getLockid()));
  }

  public void unlock(ClientSession client, UnlockRequest request) {
    door.as(client).locks().release(request.getLockid());
  }

  public void heartbeat(ClientSession client, HeartbeatRequest request) {
    refuseTransaction(request.getTxnid());
    if (request.getLockid() != 0) {
      door.as(client).locks().heartbeat(request.getLockid());
    }
  }

  public ShowLocksResponse show_locks(ClientSession client, ShowLocksRequest request) {
    var response = new ShowLocksResponse();
    response.setLocks(
        door.as(client).locks().all().stream()
            .flatMap(lock -> Locks.elements(lock).stream())
            .filter(element -> isWanted(element, request))
            .toList());
    return response;
  }

  private static boolean isWanted(ShowLocksResponseElement element, ShowLocksRequest request) {
    return same(request.getDbname(), element.getDbname())
        && same(request.getTablename(), element.getTablename())
        && (request.getPartname() == null || request.getPartname().equals(element.getPartname()))
        && (!request.isSetTxnid() || request.getTxnid() == element.getTxnid());
  }

  private static boolean same(@Nullable String wanted, @Nullable String actual) {
    return wanted == null || Names.fold(wanted).equals(requireNonNullElse(actual, ""));
  }

  /** No transaction is ever open here: whichever a client names is unknown. */
  private static void refuseTransaction(long transaction) {
    if (transaction != 0) {
      throw notFound(Entity.TRANSACTION, transaction);
    }
  }
}
