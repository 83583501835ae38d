package io.propolis.thrift.handler;

import io.propolis.catalog.CompactionOperations.Worker;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Compaction.State;
import io.propolis.thrift.translate.Compactions;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.CompactionInfoStruct;
import org.apache.hadoop.hive.metastore.api.FindNextCompactRequest;
import org.apache.hadoop.hive.metastore.api.OptionalCompactionInfoStruct;
import org.jspecify.annotations.Nullable;

/** The compaction queue as Hive's workers see it, which do what it asks for. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class CompactorHandler implements Handler {
  private final Door door;

  CompactorHandler(Door door) {
    this.door = door;
  }

  public OptionalCompactionInfoStruct find_next_compact(
      ClientSession client, @Nullable String worker) {
    return next(client, new Worker(worker, null, null));
  }

  public OptionalCompactionInfoStruct find_next_compact2(
      ClientSession client, FindNextCompactRequest request) {
    return next(
        client,
        new Worker(
            request.getWorkerId(),
            request.getWorkerVersion(),
            Compactions.pool(request.getPoolName())));
  }

  private OptionalCompactionInfoStruct next(ClientSession client, Worker worker) {
    return optional(door.as(client).compactions().next(worker));
  }

  private static OptionalCompactionInfoStruct optional(Optional<Compaction> compaction) {
    var bean = new OptionalCompactionInfoStruct();
    compaction.map(Compactions::info).ifPresent(bean::setCi);
    return bean;
  }

  public void update_compactor_state(ClientSession client, CompactionInfoStruct info, long txn) {
    door.as(client).compactions().work(info.getId(), txn, highest(info), info.getRunas());
  }

  private static @Nullable Long highest(CompactionInfoStruct info) {
    return info.isSetHighestWriteId() && info.getHighestWriteId() > 0
        ? info.getHighestWriteId()
        : null;
  }

  public void mark_compacted(ClientSession client, CompactionInfoStruct info) {
    door.as(client).compactions().compacted(info.getId());
  }

  public void mark_cleaned(ClientSession client, CompactionInfoStruct info) {
    door.as(client).compactions().cleaned(info.getId(), highest(info));
  }

  public void mark_failed(ClientSession client, CompactionInfoStruct info) {
    door.as(client).compactions().failed(Compactions.compaction(info), State.FAILED);
  }

  public void mark_refused(ClientSession client, CompactionInfoStruct info) {
    door.as(client).compactions().failed(Compactions.compaction(info), State.REFUSED);
  }

  public void set_hadoop_jobid(ClientSession client, @Nullable String job, long id) {
    if (job != null) {
      door.as(client).compactions().hadoopJob(id, job);
    }
  }
}
