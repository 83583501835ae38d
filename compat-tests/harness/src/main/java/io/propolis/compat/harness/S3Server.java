package io.propolis.compat.harness;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** moto's server, as an S3 that keeps its objects in memory. Any keys do; buckets are its own. */
public final class S3Server implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Pattern READY = Pattern.compile("Running on (http://\\S+)");

  private final ChildProcess child;
  private final URI uri;

  private S3Server(ChildProcess child, URI uri) {
    this.child = child;
    this.uri = uri;
  }

  /**
   * Starts one on a free port, its log under {@code folder}.
   *
   * @throws UnavailableException when moto is not here and cannot be installed
   */
  public static S3Server start(Path folder) {
    var home = Checkout.current().tool("MOTO_HOME", "python.sh", "moto");
    var program = home.resolve("bin/moto_server").toString();
    var command = new ProcessBuilder(List.of(program, "-H", "127.0.0.1", "-p", "0"));
    var child = ChildProcess.start("moto's server", command, folder.resolve("moto.log"), READY);
    return new S3Server(child, URI.create(child.awaitReady(START_LIMIT).group(1)));
  }

  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    child.close();
  }
}
