package io.propolis.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.faults.cluster.TcpProxy.Direction;
import io.propolis.faults.cluster.TcpProxy.Flow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int LONG_MILLIS = 10_000;
  private static final int SHORT_MILLIS = 200;

  private ServerSocket listening;
  private TcpProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = TcpProxy.to(() -> listening.getLocalPort());
    listening.setSoTimeout(LONG_MILLIS);
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    server = listening.accept();
    client.setSoTimeout(LONG_MILLIS);
    server.setSoTimeout(LONG_MILLIS);
    // Now the proxy knows of both ends.
    send(client, ".");
    assertThat(received(server, 1)).isEqualTo(".");
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    client.close();
    server.close();
    listening.close();
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes());
  }

  private static String received(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length));
  }

  /** Nothing comes, and the connection stands. */
  private static void hearsNothing(Socket socket) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(LONG_MILLIS);
  }

  private static void isReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void passesOnWhatItGetsAndThatItEnds() throws IOException {
    send(client, "question");
    assertThat(received(server, 8)).isEqualTo("question");
    send(server, "answer");
    assertThat(received(client, 6)).isEqualTo("answer");
    server.close();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void whatStallsInOneDirectionComesWhenItIsHealed() throws IOException {
    proxy.set(Direction.TO_CLIENT, Flow.HOLD);
    send(client, "question");
    assertThat(received(server, 8)).isEqualTo("question");
    send(server, "answer");
    hearsNothing(client);
    proxy.heal();
    assertThat(received(client, 6)).isEqualTo("answer");
  }

  @Test
  void whatIsLostDoesNotComeAndEndsItsConnectionWhenItIsHealed() throws IOException {
    proxy.set(Direction.TO_SERVER, Flow.DROP);
    send(client, "question");
    hearsNothing(server);
    proxy.heal();
    isReset(client);
    isReset(server);
  }

  @Test
  void halfAMessageComesBeforeItIsTorn() throws IOException {
    proxy.set(Direction.TO_SERVER, Flow.TEAR);
    send(client, "question");
    assertThat(received(server, 4)).isEqualTo("ques");
    isReset(server);
    isReset(client);
  }

  @Test
  void aFlakyConnectionBreaksWithOnePieceOfSeveral() throws IOException {
    proxy.set(Direction.TO_CLIENT, new Flow.Flaky(2));
    send(server, "first");
    assertThat(received(client, 5)).isEqualTo("first");
    send(server, "second");
    assertThat(received(client, 3)).isEqualTo("sec");
    isReset(client);
  }

  @Test
  void delayedBytesComeLater() throws IOException {
    proxy.set(Direction.TO_SERVER, new Flow.Delay(Duration.ofMillis(300)));
    long begin = System.nanoTime();
    send(client, "question");
    assertThat(received(server, 8)).isEqualTo("question");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(250));
  }

  @Test
  void resetsBothEnds() {
    proxy.resetAll();
    isReset(client);
    isReset(server);
  }

  @Test
  void anOrphanedServerNeverHearsThatItsClientIsGone() throws IOException {
    proxy.orphanServer();
    isReset(client);
    hearsNothing(server);
    proxy.heal();
    hearsNothing(server);
    send(server, "answer");
  }

  @Test
  void anOrphanedClientHearsOfItWhenItIsHealed() throws IOException {
    proxy.orphanClients();
    isReset(server);
    hearsNothing(client);
    proxy.heal();
    isReset(client);
  }

  @Test
  void clientsOfADeadServerAreResetAndFindItWhereItStartsAgain() throws IOException {
    listening.close();
    try (var lost = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      lost.setSoTimeout(LONG_MILLIS);
      isReset(lost);
    }
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listening.setSoTimeout(LONG_MILLIS);
    try (var again = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        var accepted = listening.accept()) {
      send(again, "question");
      assertThat(received(accepted, 8)).isEqualTo("question");
    }
  }
}
