package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static java.util.stream.Collectors.toSet;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.LockOperations.Answer;
import io.propolis.catalog.LockOperations.Patience;
import io.propolis.catalog.LockOperations.Request;
import io.propolis.catalog.LockOperations.Written;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  public static Request request(LockRequest request) {
    return new Request(lock(request), patience(request), written(request));
  }

  private static Lock lock(LockRequest request) {
    var components = request.getComponent();
    if (components == null || components.isEmpty()) {
      throw invalid(Entity.LOCK, "A lock needs at least one component");
    }
    return new Lock(
        0,
        request.getTxnid(),
        Lock.State.WAITING,
        IntStream.range(0, components.size())
            .mapToObj(i -> component(i + 1, components.get(i)))
            .toList(),
        orEmpty(request.getUser()),
        orEmpty(request.getHostname()),
        request.getAgentInfo(),
        null,
        0,
        null);
  }

  private static Patience patience(LockRequest request) {
    if (request.isExclusiveCTAS()) {
      return Patience.NONE;
    }
    return request.isZeroWaitReadEnabled() ? Patience.WAIT_TO_WRITE : Patience.WAIT;
  }

  /** What a transaction says it will write; which partitions a dynamic write hits is said later. */
  private static Set<Written> written(LockRequest request) {
    var written = new LinkedHashSet<Written>();
    if (request.getTxnid() == 0) {
      return written;
    }
    var updated =
        request.getComponent().stream()
            .filter(LockComponent::isIsDynamicPartitionWrite)
            .filter(bean -> operation(bean).filter(Operation::changesRows).isPresent())
            .map(Locks::place)
            .collect(toSet());
    for (var bean : request.getComponent()) {
      var operation = operation(bean);
      boolean plain = bean.isSetIsTransactional() && !bean.isIsTransactional();
      if (operation.isEmpty() || plain) {
        continue;
      }
      if (bean.isIsDynamicPartitionWrite()) {
        written.add(
            new Written(
                bean.getDbname(),
                bean.getTablename(),
                null,
                updated.contains(place(bean)) ? Operation.UPDATE : Operation.INSERT));
      } else {
        written.add(
            new Written(
                bean.getDbname(),
                bean.getTablename(),
                partition(bean.getPartitionname()),
                operation.get()));
      }
    }
    return written;
  }

  private static Optional<Operation> operation(LockComponent bean) {
    boolean unsaid =
        bean.getOperationType() == null || bean.getOperationType() == DataOperationType.UNSET;
    return unsaid && bean.getType() == LockType.SHARED_READ
        ? Optional.empty()
        : Txns.operation(bean.getOperationType());
  }

  private static List<String> place(LockComponent bean) {
    return List.of(
        Names.fold(bean.getDbname()),
        bean.getTablename() == null ? "" : Names.fold(bean.getTablename()));
  }

  /** The keys of a partition's name ignore case; clients write them as they like. */
  public static @Nullable String partition(@Nullable String name) {
    if (name == null) {
      return null;
    }
    return Stream.of(name.split("/"))
        .map(
            part -> {
              int equals = part.indexOf('=');
              return equals < 0
                  ? part
                  : part.substring(0, equals).toLowerCase(Locale.ROOT) + part.substring(equals);
            })
        .collect(Collectors.joining("/"));
  }

  public static LockResponse response(Answer answer) {
    if (answer.refusal() == null) {
      return response(answer.lock());
    }
    var response = new LockResponse(answer.lock().id(), LockState.NOT_ACQUIRED);
    response.setErrorMessage(answer.refusal());
    return response;
  }

  public static LockResponse response(Lock lock) {
    return new LockResponse(lock.id(), state(lock));
  }

  /** One element for each component, as {@code show_locks} lists them. */
  public static List<ShowLocksResponseElement> elements(Lock lock) {
    var elements = new ArrayList<ShowLocksResponseElement>();
    lock.components().forEach(component -> elements.add(element(lock, component)));
    return elements;
  }

  private static ShowLocksResponseElement element(Lock lock, Lock.Component component) {
    var bean =
        new ShowLocksResponseElement(
            lock.id(),
            component.database(),
            state(lock),
            type(component.mode()),
            // A transaction has the heartbeat of its locks.
            lock.transaction() == 0 ? lock.heartbeatAt() : 0,
            lock.user(),
            lock.host());
    bean.setTablename(component.table());
    bean.setPartname(component.partition());
    bean.setTxnid(lock.transaction());
    bean.setLockIdInternal(component.position());
    if (lock.acquiredAt() != null) {
      bean.setAcquiredat(lock.acquiredAt());
    }
    var blockage = lock.blockage();
    if (blockage != null && blockage.component() == component.position()) {
      bean.setBlockedByExtId(blockage.lock());
      bean.setBlockedByIntId(blockage.lockComponent());
    }
    // Iceberg finds a lock whose answer was lost by this text and fails on null.
    bean.setAgentInfo(orEmpty(lock.agentInfo()));
    return bean;
  }

  private static Lock.Component component(int position, LockComponent bean) {
    if (bean.getDbname() == null) {
      throw invalid(Entity.LOCK, "A lock component names no database");
    }
    var operation = bean.getOperationType();
    return new Lock.Component(
        position,
        mode(bean.getType()),
        bean.getDbname(),
        bean.getLevel() == LockLevel.DB ? null : bean.getTablename(),
        bean.getLevel() == LockLevel.PARTITION ? partition(bean.getPartitionname()) : null,
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
