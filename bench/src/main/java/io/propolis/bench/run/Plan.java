package io.propolis.bench.run;

import io.propolis.bench.operation.Operation;
import io.propolis.bench.server.Contender;
import java.util.List;

/**
 * What a run measures.
 *
 * @param threads numbers of clients at once
 * @param extras what else, by key
 */
public record Plan(
    List<Contender> peers,
    List<Operation> operations,
    List<Integer> threads,
    Pace pace,
    List<Extra> extras) {

  /** What is measured on a database beside the operations. */
  public enum Extra {
    /** The load of a million partitions into our server. */
    MILLION_PARTITIONS("load-1000000"),
    /** Connections that rest. */
    IDLE_CONNECTIONS("idle-connections"),
    /** The memory that our server holds when everything else was measured. */
    RESIDENT_AFTERWARDS("resident-afterwards");

    private final String key;

    Extra(String key) {
      this.key = key;
    }

    public String key() {
      return key;
    }
  }
}
