package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Servers over one database, and who of them does what. */
abstract class NodesContract {
  abstract Given given();

  private static Node node(String id, long started, long heartbeat) {
    return new Node(id, "thrift://" + id + ":9083", "1", started, heartbeat);
  }

  private List<String> ids() {
    return given().list(tx -> tx.nodes().all()).stream().map(Node::id).toList();
  }

  private boolean lease(String chore, String node, long now, long until) {
    return given().store.write(tx -> tx.nodes().lease(chore, node, now, until));
  }

  @Test
  void nodesAreKnownWhileTheyGiveSignsOfLife() {
    write(given().store, tx -> tx.nodes().put(node("b", 2, 20)));
    write(given().store, tx -> tx.nodes().put(node("a", 1, 10)));
    write(given().store, tx -> tx.nodes().put(node("b", 2, 30)));
    assertThat(given().list(tx -> tx.nodes().all()))
        .containsExactly(node("a", 1, 10), node("b", 2, 30));

    write(given().store, tx -> tx.nodes().deleteSilent(10));
    assertThat(ids()).containsExactly("b");
    write(given().store, tx -> tx.nodes().delete("b"));
    assertThat(ids()).isEmpty();
  }

  @Test
  void aChoreIsOneNodesUntilItsLeaseEnds() {
    assertThat(lease("sweep", "a", 100, 200)).isTrue();
    assertThat(lease("sweep", "b", 150, 250)).isFalse();
    assertThat(lease("sweep", "a", 150, 300)).as("longer").isTrue();
    assertThat(lease("sweep", "b", 250, 350)).isFalse();
    assertThat(lease("sweep", "b", 300, 400)).as("a fell silent").isTrue();
    assertThat(lease("sweep", "a", 350, 450)).isFalse();
    assertThat(lease("dust", "a", 350, 450)).as("another chore").isTrue();

    write(given().store, tx -> tx.nodes().delete("b"));
    assertThat(lease("sweep", "a", 360, 460)).as("b has left").isTrue();
  }

  @Test
  void ofManyNodesOneGetsTheFirstLease() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      var asking =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(i -> () -> lease("first", "n" + i, 1, 100))
              .toList();
      var granted = new ArrayList<Boolean>();
      for (var answer : threads.invokeAll(asking)) {
        granted.add(answer.get());
      }
      assertThat(granted).containsOnlyOnce(true);
    } finally {
      threads.shutdownNow();
    }
  }
}
