package io.propolis.bench.operation;

import com.facebook.fb303.FacebookService;
import io.propolis.bench.call.Connection;
import io.propolis.bench.call.Request;
import io.propolis.bench.server.Site;
import java.io.IOException;
import org.apache.thrift.TException;

/** A client connects, makes one call and goes. */
public final class ConnectionChurn implements Operation {
  @Override
  public String key() {
    return "connection-churn";
  }

  @Override
  public String title() {
    return "connect, getName, close";
  }

  /** So that a machine does not run out of ports, which rest for a minute after each connection. */
  @Override
  public int mostCalls() {
    return 500;
  }

  @Override
  public Worker open(Site site, int number) {
    return new Visitor(site.thriftPort());
  }

  private static final class Visitor implements Worker {
    private static final Request CALL = Request.of("getName", new FacebookService.getName_args());

    private final int port;
    private long sent;
    private long received;

    Visitor(int port) {
      this.port = port;
    }

    @Override
    public void run(int step, int index) throws IOException, TException {
      try (var connection = new Connection(port)) {
        connection.run(CALL);
        sent += connection.sent();
        received += connection.received();
      }
    }

    @Override
    public long sent() {
      return sent;
    }

    @Override
    public long received() {
      return received;
    }

    @Override
    public void close() {
      // It has no connection between two calls.
    }
  }
}
