package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What 2,000 connections cost that say nothing, in a process of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class IdleConnectionsTest {
  private static final int CONNECTIONS = 2_000;
  private static final int CALLS = 400;
  private static final double MIB = 1024 * 1024;

  @TempDir private Path scratch;

  @Test
  void twoThousandCostLessThan100MiBAndSlowNobody() throws Exception {
    measure(Path.of(System.getProperty("java.home")));
  }

  @Test
  void theSameWithJava25() throws Exception {
    var home = System.getenv("JAVA25_HOME");
    if (home == null) {
      abort("JAVA25_HOME names no JDK 25: resting connections are measured with this JVM only");
    }
    measure(Path.of(home));
  }

  private void measure(Path javaHome) throws Exception {
    var open = new ArrayList<TSocket>();
    try (var server = ServerProcess.serve(javaHome, scratch, scratch.resolve("data"))) {
      int port = server.awaitReady().thriftPort();
      try (var busy = new HiveClient(port)) {
        medianMicros(busy); // the JVM learns the path
        double before = medianMicros(busy);
        double resident = residentBytes(server);
        for (int i = 0; i < CONNECTIONS; i++) {
          open.add(idle(port, i));
        }
        double crowded = medianMicros(busy);
        double grown = (residentBytes(server) - resident) / MIB;
        open.forEach(TSocket::close);
        double after = medianMicros(busy);
        System.out.printf(
            "%d connections with %s: %.0f MiB, median call %.0f us, %.0f and %.0f us alone%n",
            CONNECTIONS, javaHome, grown, crowded, before, after);

        assertThat(grown).as("MiB for %d connections", CONNECTIONS).isLessThan(100);
        // Half as much again, and what the scheduler of a loaded machine does in between.
        assertThat(crowded)
            .as("median in microseconds, %.0f alone before, %.0f after", before, after)
            .isLessThan(1.5 * Math.max(before, after) + 200);
      }
    } finally {
      open.forEach(TSocket::close);
    }
  }

  /** Plain and framed ones that have made a call, and some that have not spoken yet. */
  private static TSocket idle(int port, int number) throws TException {
    var socket = new TSocket("127.0.0.1", port, 20_000);
    socket.open();
    if (number % 10 != 0) {
      var transport = number % 2 == 0 ? socket : new TFramedTransport(socket);
      new ThriftHiveMetastore.Client(new TBinaryProtocol(transport)).set_ugi("u", List.of());
    }
    return socket;
  }

  private static double medianMicros(HiveClient client) throws TException {
    var nanos = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long started = System.nanoTime();
      client.databases();
      nanos[i] = System.nanoTime() - started;
    }
    Arrays.sort(nanos);
    return nanos[CALLS / 2] / 1e3;
  }

  private static double residentBytes(ServerProcess server) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc", server.pid() + "", "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no resident memory of process " + server.pid());
  }
}
