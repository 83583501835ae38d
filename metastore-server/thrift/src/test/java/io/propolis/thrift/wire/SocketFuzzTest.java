package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.propolis.thrift.GivenMetastore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sends what {@link FuzzInputs} makes up over sockets, many open at once, to a server in this
 * process, and asks after each batch whether others are served. {@code
 * -Dpropolis.fuzz.socket-inputs=200000} sends that many instead of some thousands, {@code
 * -Dpropolis.fuzz.seed} other ones.
 */
class SocketFuzzTest {
  private static final long FIXED_SEED = 20_26_11;
  private static final int INPUTS = 3_000;
  private static final int BATCH = 100;
  private static final int REQUEST_LIMIT = 1 << 20;
  private static final int PATIENCE_MILLIS = 60_000;

  @RegisterExtension final GivenMetastore given = new GivenMetastore(REQUEST_LIMIT);

  /** How a client leaves that has sent its inputs. */
  private enum Leaving {
    /** It says that it is done and reads what it is told. */
    READS_ALL,
    CLOSES,
    /** Its machine is gone: by a reset. */
    VANISHES
  }

  @Test
  void noInputOverASocketSpoilsTheNextClient() throws Exception {
    long seed = Long.getLong("propolis.fuzz.seed", FIXED_SEED);
    int inputs = Integer.getInteger("propolis.fuzz.socket-inputs", INPUTS);
    var fuzz = new FuzzInputs(seed);
    var other = given.client();
    for (int sent = 0; sent < inputs; sent += BATCH) {
      sendBatch(fuzz);
      askAsOthers(other, "after %d inputs of seed %d".formatted(sent + BATCH, seed));
    }
    assertThat(other.getOptions()).isEqualTo(Map.of());
    System.out.printf("%d inputs over %d sockets, all well%n", inputs, inputs / 2);
    await()
        .atMost(Duration.ofMillis(PATIENCE_MILLIS))
        .untilAsserted(() -> assertThat(given.server().connections()).as("left open").isOne());
  }

  /** An input for each of many connections, then perhaps another, and then each leaves. */
  private void sendBatch(FuzzInputs fuzz) throws IOException {
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < BATCH / 2; i++) {
        sockets.add(
            new Socket(InetAddress.getLoopbackAddress(), given.server().address().getPort()));
      }
      for (int i = 0; i < BATCH; i++) {
        send(sockets.get(i % sockets.size()), fuzz.next());
      }
      for (int i = 0; i < sockets.size(); i++) {
        leave(sockets.get(i), Leaving.values()[i % Leaving.values().length]);
      }
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private static void send(Socket socket, byte[] input) {
    try {
      socket.getOutputStream().write(input);
    } catch (IOException e) {
      // refused after what it sent before
    }
  }

  private static void leave(Socket socket, Leaving leaving) throws SocketTimeoutException {
    try {
      switch (leaving) {
        case READS_ALL -> {
          socket.setSoTimeout(PATIENCE_MILLIS);
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
        case CLOSES -> socket.close();
        case VANISHES -> {
          socket.setSoLinger(true, 0);
          socket.close();
        }
      }
    } catch (SocketTimeoutException e) {
      throw e; // the server neither answers nor closes
    } catch (IOException e) {
      // refused while it still spoke
    }
  }

  /** One that was there all the time, and one that comes new. */
  private void askAsOthers(ThriftHiveMetastore.Client other, String when) throws TException {
    assertThat(other.getName()).as(when).isEqualTo("Propolis");
    var fresh = given.client();
    assertThat(fresh.getStatusDetails()).as(when).isEmpty();
    fresh.getInputProtocol().getTransport().close();
  }
}
