package io.propolis.bench.server;

import io.propolis.bench.machine.ProcessTree;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running contender, ready to be measured.
 *
 * @param thriftPort where it answers Hive's Thrift calls in the binary protocol
 * @param process the server, without its database
 * @param database the database that it shares with the others; none for SQLite and the empty server
 * @param databaseName its own database there
 * @param lake URI of the folder in which the tables of fixtures lie, the same for all contenders
 * @param metrics what it tells about itself; only ours does
 */
public record Site(
    Contender contender,
    int thriftPort,
    ServerProcess process,
    @Nullable DatabaseServer database,
    @Nullable String databaseName,
    String lake,
    @Nullable ServerMetrics metrics)
    implements AutoCloseable {

  public ProcessTree tree() {
    return process.tree();
  }

  public Optional<DatabaseServer> sharedDatabase() {
    return Optional.ofNullable(database);
  }

  public Optional<ServerMetrics> ownMetrics() {
    return Optional.ofNullable(metrics);
  }

  @Override
  public void close() {
    process.close();
  }
}
