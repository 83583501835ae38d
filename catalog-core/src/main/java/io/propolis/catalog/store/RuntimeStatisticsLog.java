package io.propolis.catalog.store;

import io.propolis.catalog.model.workload.RuntimeStatistics;
import java.util.List;

/** Runtime statistics, in the order of their times. */
public interface RuntimeStatisticsLog {
  void append(RuntimeStatistics statistics);

  /**
   * The newest, newest first, until their weights reach a sum; the one that reaches it is included.
   *
   * @param weight 1 at least
   * @param before epoch milliseconds; only older ones are meant
   */
  List<RuntimeStatistics> newest(long weight, long before);

  /** Deletes what is as old or older (epoch milliseconds). */
  void deleteUntil(long time);
}
