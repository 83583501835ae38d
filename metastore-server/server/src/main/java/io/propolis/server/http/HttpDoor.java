package io.propolis.server.http;

import io.propolis.server.CommandException;
import io.propolis.thrift.security.Tls;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for HTTP and hands each path to what serves it. */
public final class HttpDoor implements AutoCloseable {
  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;

  /** Batches of partitions are a hundred kilobytes and more, which few reads should do for. */
  private static final int INPUT_BUFFER = 64 << 10;

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
    this(host, port, null, handlers);
  }

  /** The same, which speaks HTTPS on its port, too, when there is TLS. */
  public HttpDoor(String host, int port, @Nullable Tls tls, Map<String, Handler> handlers) {
    var threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("http");
    server = new Server(threads);
    server.setStopTimeout(STOP_MILLIS);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    var plain = new HttpConnectionFactory(http);
    plain.setInputBufferSize(INPUT_BUFFER);
    if (tls == null) {
      connector = new ServerConnector(server, 1, 1, plain);
    } else {
      // Clients may name the server by an address, for which there is no certificate to choose.
      http.addCustomizer(new SecureRequestCustomizer(false));
      var secure = new SslConnectionFactory(context(tls), plain.getProtocol());
      connector = new ServerConnector(server, 1, 1, new DetectorConnectionFactory(secure), plain);
    }
    connector.setHost(host);
    connector.setPort(port);
    connector.setShutdownIdleTimeout(CLOSE_IDLE_MILLIS);
    server.addConnector(connector);
    var paths = new PathMappingsHandler();
    handlers.forEach((path, handler) -> paths.addMapping(PathSpec.from(path), handler));
    server.setHandler(paths);
  }

  private static SslContextFactory.Server context(Tls tls) {
    var context = new SslContextFactory.Server();
    context.setSslContext(tls.context());
    context.setIncludeProtocols(Tls.versions());
    switch (tls.clientCertificate()) {
      case NONE -> {}
      case WANTED -> context.setWantClientAuth(true);
      case REQUIRED -> context.setNeedClientAuth(true);
    }
    return context;
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
