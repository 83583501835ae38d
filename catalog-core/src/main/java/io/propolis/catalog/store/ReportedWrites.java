package io.propolis.catalog.store;

import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.change.ReportedWrite;
import java.util.Collection;
import java.util.List;

/** What engines report of the writing of transactions, until it is forgotten by age. */
public interface ReportedWrites {
  /**
   * Keeps reports about one table, made at {@code time} (epoch milliseconds). Files reported before
   * for the same transaction and partition stay, and those reported now come behind them.
   */
  void add(TableName table, Collection<ReportedWrite> writes, long time);

  /** Of one transaction, in the order of the reports. */
  List<ReportedWrite> of(long transactionId);

  /**
   * Forgets the first reports above {@code id} that are older than {@code time}, {@code limit} at
   * most. Returns the id of the last one forgotten, {@code id} when there was none.
   */
  long forgetOlder(long time, long id, int limit);
}
