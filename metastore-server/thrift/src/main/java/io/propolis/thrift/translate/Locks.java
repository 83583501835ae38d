package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Lock;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.ShowLocksResponseElement;
import org.jspecify.annotations.Nullable;

/** Locks. */
public final class Locks {
  private Locks() {}

  /** Throws INVALID when the request has no component or a component no database. */
  public static Lock lock(LockRequest request) {
    if (request.getComponent() == null || request.getComponent().isEmpty()) {
      throw invalid(Entity.LOCK, "A lock needs at least one component");
    }
    return new Lock(
        0,
        request.getTxnid(),
        Lock.State.WAITING,
        request.getComponent().stream().map(Locks::component).toList(),
        orEmpty(request.getUser()),
        orEmpty(request.getHostname()),
        request.getAgentInfo(),
        null,
        0);
  }

  public static LockResponse response(Lock lock) {
    return new LockResponse(lock.id(), state(lock));
  }

  /** One element for each component, as {@code show_locks} lists them. */
  public static List<ShowLocksResponseElement> elements(Lock lock) {
    return lock.components().stream().map(component -> element(lock, component)).toList();
  }

  private static ShowLocksResponseElement element(Lock lock, Lock.Component component) {
    var bean =
        new ShowLocksResponseElement(
            lock.id(),
            component.database(),
            state(lock),
            type(component.mode()),
            lock.transaction() == 0 ? lock.heartbeatAt() : 0,
            lock.user(),
            lock.host());
    bean.setTablename(component.table());
    bean.setPartname(component.partition());
    if (lock.transaction() != 0) {
      bean.setTxnid(lock.transaction());
    }
    if (lock.acquiredAt() != null) {
      bean.setAcquiredat(lock.acquiredAt());
    }
    // Iceberg finds a lock whose answer was lost by this text and fails on null.
    bean.setAgentInfo(orEmpty(lock.agentInfo()));
    return bean;
  }

  private static Lock.Component component(LockComponent bean) {
    if (bean.getDbname() == null) {
      throw invalid(Entity.LOCK, "A lock component names no database");
    }
    var operation = bean.getOperationType();
    return new Lock.Component(
        mode(bean.getType()),
        bean.getDbname(),
        bean.getLevel() == LockLevel.DB ? null : bean.getTablename(),
        bean.getLevel() == LockLevel.PARTITION ? bean.getPartitionname() : null,
        operation == null || operation == DataOperationType.UNSET ? null : operation.name());
  }

  private static Lock.Mode mode(@Nullable LockType type) {
    if (type == null) {
      throw invalid(Entity.LOCK, "A lock component has no type this server knows");
    }
    return switch (type) {
      case SHARED_READ -> Lock.Mode.SHARED_READ;
      case SHARED_WRITE -> Lock.Mode.SHARED_WRITE;
      case EXCL_WRITE -> Lock.Mode.EXCL_WRITE;
      case EXCLUSIVE -> Lock.Mode.EXCLUSIVE;
    };
  }

  private static LockType type(Lock.Mode mode) {
    return switch (mode) {
      case SHARED_READ -> LockType.SHARED_READ;
      case SHARED_WRITE -> LockType.SHARED_WRITE;
      case EXCL_WRITE -> LockType.EXCL_WRITE;
      case EXCLUSIVE -> LockType.EXCLUSIVE;
    };
  }

  private static LockState state(Lock lock) {
    return switch (lock.state()) {
      case ACQUIRED -> LockState.ACQUIRED;
      case WAITING -> LockState.WAITING;
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
