package io.propolis.bench.operation;

import io.propolis.bench.fixture.Fixture;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.util.List;
import org.apache.thrift.TException;

/** Something that clients do, measured on every contender that can do it. */
public interface Operation {
  /** As the command line and the JSON name it: "get-table-30". */
  String key();

  String title();

  /**
   * What is measured one after the other, each by itself. A round runs the first for its time, and
   * each other as often as the first.
   */
  default List<String> steps() {
    return List.of("");
  }

  /** Clients at once beyond which it makes no sense. */
  default int mostThreads() {
    return 32;
  }

  /** Calls of one client in a round, at most. */
  default int mostCalls() {
    return Integer.MAX_VALUE;
  }

  /** What has to be there before the first worker comes. */
  default List<Fixture> fixtures() {
    return List.of();
  }

  /** Whether the contender knows this at all. */
  default boolean isKnownTo(Contender contender) {
    return true;
  }

  /** The empty servers that it is measured beside. */
  default List<EmptyPeer> emptyPeers() {
    return List.of();
  }

  /** Whether it is measured beside two durable commits of the database. */
  default boolean isBesideCommits() {
    return false;
  }

  /** Opens client number 0, 1, 2 … and makes its first calls, checking the answers. */
  Worker open(Site site, int number) throws IOException, TException;

  /** What an empty Thrift server is asked for. */
  enum EmptyPeer {
    /** Nothing: a call that is as small as can be. */
    SMALLEST_CALL("empty"),
    /** As many bytes as our server sends, for a request as long as the one it gets. */
    SAME_BYTES("empty, same bytes");

    private final String label;

    EmptyPeer(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
