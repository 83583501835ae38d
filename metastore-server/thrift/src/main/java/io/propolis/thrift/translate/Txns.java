package io.propolis.thrift.translate;

import io.propolis.catalog.model.acid.OpenTxns;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.DataOperationType;
import org.apache.hadoop.hive.metastore.api.GetOpenTxnsInfoResponse;
import org.apache.hadoop.hive.metastore.api.GetOpenTxnsResponse;
import org.apache.hadoop.hive.metastore.api.TableValidWriteIds;
import org.apache.hadoop.hive.metastore.api.TxnInfo;
import org.apache.hadoop.hive.metastore.api.TxnState;
import org.apache.hadoop.hive.metastore.api.TxnType;
import org.jspecify.annotations.Nullable;

/** Transactions and write ids. */
public final class Txns {
  private Txns() {}

  /** A client that names no kind, or one that is not known here, means an ordinary transaction. */
  public static Txn.Kind kind(@Nullable TxnType type) {
    return type == null ? Txn.Kind.DEFAULT : Txn.Kind.valueOf(type.name());
  }

  public static GetOpenTxnsResponse bean(OpenTxns txns) {
    var ids = new ArrayList<Long>();
    var aborted = new BitSet();
    for (var txn : txns.unfinished()) {
      if (!txn.isOpen()) {
        aborted.set(ids.size());
      }
      ids.add(txn.id());
    }
    var bean =
        new OpenTxnsOfAllLines(txns.highWaterMark(), ids, ByteBuffer.wrap(aborted.toByteArray()));
    txns.unfinished().stream()
        .filter(Txn::isOpen)
        .findFirst()
        .ifPresent(oldest -> bean.setMin_open_txn(oldest.id()));
    return bean;
  }

  public static GetOpenTxnsInfoResponse infos(OpenTxns txns) {
    return new GetOpenTxnsInfoResponse(
        txns.highWaterMark(), txns.unfinished().stream().map(Txns::info).toList());
  }

  private static TxnInfo info(Txn txn) {
    var info = new TxnInfo(txn.id(), state(txn.state()), txn.user(), txn.host());
    if (txn.agentInfo() != null) {
      info.setAgentInfo(txn.agentInfo());
    }
    info.setMetaInfo(txn.cause());
    info.setStartedTime(txn.startedAt());
    info.setLastHeartbeatTime(txn.heartbeatAt());
    return info;
  }

  private static TxnState state(Txn.State state) {
    return switch (state) {
      case OPEN -> TxnState.OPEN;
      case COMMITTED -> TxnState.COMMITTED;
      case ABORTED -> TxnState.ABORTED;
    };
  }

  public static TableValidWriteIds bean(String fullTableName, WriteIdSnapshot snapshot) {
    var aborted = new BitSet();
    for (int i = 0; i < snapshot.invalid().size(); i++) {
      if (snapshot.aborted().contains(snapshot.invalid().get(i))) {
        aborted.set(i);
      }
    }
    var bean =
        new TableValidWriteIds(
            fullTableName,
            snapshot.highWaterMark(),
            List.copyOf(snapshot.invalid()),
            ByteBuffer.wrap(aborted.toByteArray()));
    snapshot.oldestOpen().ifPresent(bean::setMinOpenWriteId);
    return bean;
  }

  /** What an operation changes; empty when it changes nothing of a transactional table. */
  public static Optional<Operation> operation(@Nullable DataOperationType type) {
    if (type == null) {
      return Optional.of(Operation.UPDATE); // as Hive reads old clients: the most restrictive
    }
    return switch (type) {
      case INSERT -> Optional.of(Operation.INSERT);
      case UPDATE, UNSET -> Optional.of(Operation.UPDATE);
      case DELETE -> Optional.of(Operation.DELETE);
      case SELECT, NO_TXN -> Optional.empty();
    };
  }
}
