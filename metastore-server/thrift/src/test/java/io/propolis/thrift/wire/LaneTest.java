package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.cache.NotInMemoryException;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import io.propolis.thrift.handler.Handlers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Brief calls that are answered by the thread that hears them. */
class LaneTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Faults moments = new Faults();

  /** The catalog's moments, which may be late or fail. */
  private final class Faults implements HotMethods.Moments {
    private final AtomicInteger learned = new AtomicInteger();
    private final AtomicInteger beyondMemory = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch late = new CountDownLatch(0);
    private volatile boolean fails;

    @Override
    public <T> T sharing(Supplier<T> reads) {
      return given.whole().asOfOneMoment(reads);
    }

    @Override
    public void fromMemory(Runnable reads) {
      if (fails) {
        throw new CatalogException(
            CatalogException.Kind.UNAVAILABLE, CatalogException.Entity.REQUEST, "Away");
      }
      if (late.getCount() > 0) {
        asked.countDown();
        try {
          late.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      learned.incrementAndGet();
      given.whole().fromMemory(reads);
    }
  }

  @AfterEach
  void close() throws Exception {
    moments.late.countDown();
    for (var each : open) {
      each.close();
    }
  }

  @Test
  void briefCallsOfAClientThatIsKnownAreAnsweredFromMemory() throws Exception {
    var client = client(serve());
    for (int i = 0; i < 4; i++) {
      assertThat(client.get_database("default").getName()).isEqualTo("default");
    }

    assertThat(moments.learned).hasValue(3); // the first found out what the client speaks
    assertThat(moments.beyondMemory).hasValue(0);
  }

  @Test
  void whatIsNotInMemoryIsReadByAWorker() throws Exception {
    var client = client(serve());
    client.get_database("default");
    given.catalog().databases().create(Database.named(DatabaseName.of("later")));

    assertThat(client.get_database("later").getName()).isEqualTo("later");
    assertThat(moments.beyondMemory).hasValue(1);
    assertThat(client.get_database("later").getName()).isEqualTo("later");
    assertThat(moments.beyondMemory).hasValue(1);
  }

  @Test
  void aMomentThatIsLateHoldsNobodyUp() throws Exception {
    var server = serve();
    var waiting = client(server);
    var others = List.of(clientOfTheSameLane(server), clientOfTheSameLane(server));
    waiting.get_database("default");
    for (var other : others) {
      other.get_database("default");
    }
    moments.late = new CountDownLatch(1);
    waiting.send_get_database("default");
    moments.asked.await();
    for (var other : others) {
      assertThat(other.get_all_databases()).containsExactly("default");
      assertThat(other.get_database("default").getName()).isEqualTo("default");
    }
    moments.late.countDown();

    assertThat(waiting.recv_get_database().getName()).isEqualTo("default");
    assertThat(waiting.get_database("default").getName()).isEqualTo("default");
  }

  @Test
  void aMomentThatCannotBeLearnedIsLeftToAWorker() throws Exception {
    var client = client(serve());
    client.get_database("default");
    moments.fails = true;

    assertThat(client.get_database("default").getName()).isEqualTo("default");
  }

  @Test
  void callsThatComeInPiecesAndCallsThatComeTogetherAreAnswered() throws Exception {
    var socket = transport(serve());
    var client = new ThriftHiveMetastore.Client(new TBinaryProtocol(socket));
    client.get_database("default");
    var call = call();
    for (int cut = 1; cut < call.length; cut += 7) {
      socket.write(call, 0, cut);
      socket.flush();
      socket.write(call, cut, call.length - cut);
      socket.flush();
      assertThat(client.recv_get_database().getName()).isEqualTo("default");
    }
    var several = Arrays.copyOf(call, 3 * call.length);
    System.arraycopy(call, 0, several, call.length, call.length);
    System.arraycopy(call, 0, several, 2 * call.length, call.length);
    socket.write(several);
    socket.flush();
    for (int i = 0; i < 3; i++) {
      assertThat(client.recv_get_database().getName()).isEqualTo("default");
    }
  }

  @Test
  void aReplyThatItsClientDoesNotReadHoldsNobodyUp() throws Exception {
    var server = serve();
    var deaf = client(server);
    var other = client(server);
    deaf.create_database(
        new org.apache.hadoop.hive.metastore.api.Database(
            "large", "x".repeat(20_000_000), null, new HashMap<>()));
    deaf.get_database("large");
    other.get_database("default");
    deaf.send_get_database("large");

    for (int i = 0; i < 20; i++) {
      assertThat(other.get_database("default").getName()).isEqualTo("default");
    }
    assertThat(deaf.recv_get_database().getDescription()).hasSize(20_000_000);
    assertThat(deaf.get_database("default").getName()).isEqualTo("default");
    assertThat(moments.learned.get()).isGreaterThanOrEqualTo(20);
  }

  private ThriftServer serve() {
    var hot = Handlers.hot(given.whole());
    var methods = new HashMap<String, HotMethod>();
    hot.byName()
        .forEach(
            (name, method) ->
                methods.put(
                    name,
                    (client, arguments) -> {
                      try {
                        return method.answer(client, arguments);
                      } catch (NotInMemoryException e) {
                        moments.beyondMemory.incrementAndGet();
                        throw e;
                      }
                    }));
    var server =
        new ThriftServer(
            new ThriftSettings(
                "localhost", 0, ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES, Duration.ofMinutes(1)),
            MethodTable.of(
                Handlers.of(given.whole()), new HotMethods(methods, hot.brief(), moments)));
    server.start();
    open.add(server);
    return server;
  }

  private TSocket transport(ThriftServer server) throws TTransportException {
    var socket = new TSocket("localhost", server.address().getPort(), 20_000);
    socket.open();
    open.add(0, socket::close);
    return socket;
  }

  private ThriftHiveMetastore.Client client(ThriftServer server) throws TTransportException {
    return new ThriftHiveMetastore.Client(new TBinaryProtocol(transport(server)));
  }

  /** One that shares a lane with the client before it. */
  private ThriftHiveMetastore.Client clientOfTheSameLane(ThriftServer server)
      throws TTransportException {
    for (int between = 1; between < ParkedServing.laneCount(); between++) {
      transport(server);
    }
    return client(server);
  }

  private static byte[] call() throws TException, IOException {
    var bytes = new ByteArrayOutputStream();
    var protocol = new TBinaryProtocol(new TIOStreamTransport(bytes));
    protocol.writeMessageBegin(new TMessage("get_database", TMessageType.CALL, 1));
    new ThriftHiveMetastore.get_database_args("default").write(protocol);
    protocol.writeMessageEnd();
    protocol.getTransport().flush();
    return bytes.toByteArray();
  }
}
