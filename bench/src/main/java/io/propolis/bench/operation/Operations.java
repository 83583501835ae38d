package io.propolis.bench.operation;

import io.propolis.bench.operation.IcebergCommit.Protection;
import java.util.ArrayList;
import java.util.List;

/** All operations, in the order in which they are measured. */
public final class Operations {
  private Operations() {}

  public static List<Operation> all() {
    var all = new ArrayList<Operation>();
    all.addAll(TableReads.all());
    all.add(new CreateDrop());
    all.add(new AlterTable());
    all.add(new LockUnlock());
    all.add(new IcebergCommit(Protection.LOCK));
    all.add(new IcebergCommit(Protection.COMPARE_AND_SWAP));
    all.add(new AddDropPartitions(1));
    all.add(new AddDropPartitions(100));
    all.add(new AddDropPartitions(1_000));
    all.addAll(PartitionReads.all());
    all.addAll(PartitionReads.ofMillion());
    all.addAll(Statistics.all());
    all.add(NotificationReads.next());
    all.add(new ConnectionChurn());
    return all;
  }
}
