package io.propolis.catalog.model;

/**
 * A server over the catalog's database.
 *
 * @param id of one start of it: a server that comes back is another node
 * @param address where clients find it, {@code thrift://host:port}
 * @param version of the program
 * @param startedAt epoch milliseconds by its own clock
 * @param heartbeatAt when it was last heard of, likewise
 */
public record Node(String id, String address, String version, long startedAt, long heartbeatAt) {
  public Node withHeartbeatAt(long newHeartbeatAt) {
    return new Node(id, address, version, startedAt, newHeartbeatAt);
  }
}
