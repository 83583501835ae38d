package io.propolis.server.http;

import io.propolis.server.CommandException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for HTTP and hands each path to what serves it. */
public final class HttpDoor implements AutoCloseable {
  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;

  /** What requests under way may take when the server stops. */
  private static final long STOP_MILLIS = 1_000;

  /** When connections that rest are closed then; shorter than the time for all. */
  private static final long CLOSE_IDLE_MILLIS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

  private final Server server;
  private final ServerConnector connector;

  /**
   * @param port 0 picks a free one
   * @param handlers by path, or by a regular expression from ^ to $; paths that none has are
   *     answered with 404
   */
  public HttpDoor(String host, int port, Map<String, Handler> handlers) {
    var threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("http");
    server = new Server(threads);
    server.setStopTimeout(STOP_MILLIS);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setShutdownIdleTimeout(CLOSE_IDLE_MILLIS);
    server.addConnector(connector);
    var paths = new PathMappingsHandler();
    handlers.forEach((path, handler) -> paths.addMapping(PathSpec.from(path), handler));
    server.setHandler(paths);
  }

  /** Binds and serves. Throws {@link CommandException} when the address cannot be had. */
  public void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw CommandException.because(
          "cannot listen for HTTP on %s:%d".formatted(connector.getHost(), connector.getPort()),
          reason(e),
          "choose another port with --http-port, 0 for a free one, or another --http.host",
          e);
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP door does not open", e);
    }
  }

  private static String reason(IOException failure) {
    var cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  /** The port in use; only after the start. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.warn("Requests that took longer than {} ms were broken off", STOP_MILLIS);
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP door does not close", e);
    }
  }
}
