package io.propolis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.abort;

import io.propolis.compat.harness.DatabaseServer;
import io.propolis.compat.harness.MariaDb;
import io.propolis.compat.harness.PostgreSql;
import io.propolis.compat.harness.UnavailableException;
import io.propolis.faults.cluster.Cluster;
import io.propolis.faults.cluster.TcpProxy;
import io.propolis.faults.cluster.TcpProxy.Direction;
import io.propolis.faults.cluster.TcpProxy.Flow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose packets no longer come, and of which nobody hears that it is gone. */
class VanishedDatabaseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void holdsReadersUpForABoundedTimeOnMariadb() throws Exception {
    holdsReadersUpForABoundedTime(MariaDb::start);
  }

  @Test
  void holdsReadersUpForABoundedTimeOnPostgresql() throws Exception {
    holdsReadersUpForABoundedTime(PostgreSql::start);
  }

  private void holdsReadersUpForABoundedTime(Function<Path, DatabaseServer> database)
      throws Exception {
    try (var cluster =
            Cluster.shared(
                folder, FaultSettings.LOCK_TIMEOUT, database.apply(folder.resolve("database")), 1);
        // It waits longer than the server may take.
        var socket =
            new TSocket(
                "127.0.0.1",
                cluster.nodes().get(0).clientPort(),
                (int) PATIENCE.multipliedBy(2).toMillis())) {
      TcpProxy network = Objects.requireNonNull(cluster.nodes().get(0).database());
      socket.open();
      var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
      assertThat(client.get_database("default").getName()).isEqualTo("default");

      set(network, Flow.HOLD);
      long begin = System.nanoTime();
      var refusal = catchThrowable(() -> readUntilRefused(client));
      var waited = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(refusal).isNotNull().isNotInstanceOf(TTransportException.class);
      assertThat(waited).isLessThan(PATIENCE);

      set(network, Flow.PASS);
      assertThat(client.get_database("default").getName()).isEqualTo("default");
    } catch (UnavailableException e) {
      abort("SKIPPED: " + e.getMessage());
    }
  }

  /** A server that is alone may answer from memory for a moment. */
  private static void readUntilRefused(ThriftHiveMetastore.Client client) throws TException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      client.get_database("default");
    }
  }

  private static void set(TcpProxy network, Flow flow) {
    network.set(Direction.TO_SERVER, flow);
    network.set(Direction.TO_CLIENT, flow);
  }
}
