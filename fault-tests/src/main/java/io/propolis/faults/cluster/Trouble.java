package io.propolis.faults.cluster;

import java.util.List;

/**
 * Does faults to a cluster until it is stopped. Afterwards the cluster has to be {@linkplain
 * Cluster#heal healed}.
 */
public interface Trouble extends Runnable {
  /** What was done so far, each with its time. */
  List<String> done();

  /** No fault begins any more; the present one ends early. */
  void stop();
}
