package io.propolis.compat.harness;

import java.net.URI;
import java.nio.file.Path;

/** A running metastore that clients are pointed at. */
public interface Metastore extends AutoCloseable {

  /** Names a metastore that runs already, to try the same tests on another server than ours. */
  String EXTERNAL_URI_VARIABLE = "PROPOLIS_COMPAT_METASTORE";

  /** Its Thrift door, {@code thrift://host:port}. */
  URI thriftUri();

  @Override
  void close();

  /** The packaged server with its data under {@code folder}, or the one the environment names. */
  static Metastore underTest(Path folder) {
    var external = System.getenv(EXTERNAL_URI_VARIABLE);
    return external == null ? ServerProcess.start(folder) : new External(URI.create(external));
  }

  /** Started and stopped by somebody else. */
  record External(URI thriftUri) implements Metastore {
    @Override
    public void close() {}
  }
}
