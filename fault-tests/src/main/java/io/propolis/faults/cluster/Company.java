package io.propolis.faults.cluster;

import io.propolis.faults.history.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Nodes that come and go, so that now and then one is alone, relies on that, and then is not: it
 * stands still for longer than it may, or goes on, while another comes and writes.
 */
public final class Company implements Trouble {
  private static final int CALLS_ALONE = 300;
  private static final int CALLS_TOGETHER = 200;

  /** Around the time for which one that is alone may rely on it. */
  private static final int LONGEST_PAUSE_MILLIS = 2_500;

  private final Cluster cluster;
  private final Random random;
  private final Pace pace;

  /**
   * Trouble that may begin.
   *
   * @param progress of the clients, who call for a while before the next node comes or goes
   */
  public Company(Cluster cluster, Random random, Progress progress) {
    this.cluster = cluster;
    this.random = random;
    this.pace = new Pace(progress);
  }

  @Override
  public List<String> done() {
    return pace.done();
  }

  @Override
  public void stop() {
    pace.stop();
  }

  @Override
  public void run() {
    boolean goesOn = true;
    while (goesOn) {
      var nodes = new ArrayList<>(cluster.nodes());
      Collections.shuffle(nodes, random);
      goesOn = isJoined(nodes.get(0), nodes.get(1));
    }
  }

  /** One is alone until another comes. Whether to go on. */
  private boolean isJoined(Node first, Node second) {
    pace.begins("stop all");
    cluster.nodes().parallelStream().forEach(Node::stop);
    pace.begins("start " + first.name() + " alone");
    cluster.restore(first);
    if (!pace.isCalm(CALLS_ALONE)) {
      return false;
    }
    pace.begins("start " + second.name() + " beside " + first.name());
    var start = new Thread(() -> cluster.restore(second), "start of " + second.name());
    start.start();
    boolean goesOn = true;
    while (goesOn && start.isAlive()) {
      goesOn = isPaused(first);
    }
    join(start);
    return goesOn && isPaused(first) && pace.isCalm(CALLS_TOGETHER);
  }

  private boolean isPaused(Node node) {
    pace.begins("pause " + node.name());
    node.pause();
    boolean goesOn = pace.lasts(random.nextInt(LONGEST_PAUSE_MILLIS));
    node.resume();
    return goesOn && pace.lasts(random.nextInt(LONGEST_PAUSE_MILLIS));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
