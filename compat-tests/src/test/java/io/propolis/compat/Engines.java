package io.propolis.compat;

import io.propolis.compat.harness.FlinkEngine;
import io.propolis.compat.harness.HiveShells;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.PrestoEngine;
import io.propolis.compat.harness.SparkEngine;
import io.propolis.compat.harness.SqlEngine;
import io.propolis.compat.harness.TrinoEngine;
import io.propolis.compat.harness.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the metastore under test and the foreign engines over it to tests. Each is started when
 * first asked for and serves all classes of the run: starting them costs more than most tests.
 */
final class Engines implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Metastore.class
        || type == FlinkEngine.class
        || type == PrestoEngine.class
        || type == HiveShells.class
        || type == SparkEngine.class
        || type == TrinoEngine.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(Engines.class))
            .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class);
    var type = parameter.getParameter().getType();
    if (type == Metastore.class) {
      return running.metastore();
    }
    if (type == FlinkEngine.class) {
      return running.flink();
    }
    if (type == PrestoEngine.class) {
      return running.presto();
    }
    if (type == HiveShells.class) {
      return running.shells();
    }
    return type == SparkEngine.class ? running.spark() : running.trino();
  }

  /** What was started so far; closed by JUnit at the end of the run. */
  static final class Running implements AutoCloseable {

    private final Path folder = temporaryFolder();
    private @Nullable Metastore metastore;
    private @Nullable FlinkEngine flink;
    private @Nullable PrestoEngine presto;
    private @Nullable HiveShells shells;
    private @Nullable SparkEngine spark;
    private @Nullable TrinoEngine trino;

    synchronized Metastore metastore() {
      if (metastore == null) {
        metastore = Metastore.underTest(subfolder("metastore"));
      }
      return metastore;
    }

    synchronized PrestoEngine presto() {
      if (presto == null) {
        var uri = metastore().thriftUri();
        presto = available(() -> PrestoEngine.start(subfolder("presto"), uri));
      }
      return presto;
    }

    synchronized HiveShells shells() {
      if (shells == null) {
        shells = HiveShells.start(metastore(), subfolder("hive"));
      }
      return shells;
    }

    synchronized SparkEngine spark() {
      if (spark == null) {
        var uri = metastore().thriftUri();
        spark = available(() -> SparkEngine.start(subfolder("spark"), uri));
      }
      return spark;
    }

    synchronized TrinoEngine trino() {
      if (trino == null) {
        var uri = metastore().thriftUri();
        trino = available(() -> TrinoEngine.start(subfolder("trino"), uri));
      }
      return trino;
    }

    synchronized FlinkEngine flink() {
      if (flink == null) {
        flink = FlinkEngine.start(subfolder("flink"), metastore().thriftUri());
      }
      return flink;
    }

    @Override
    public synchronized void close() throws Exception {
      for (var engine :
          new @Nullable AutoCloseable[] {flink, shells, presto, spark, trino, metastore}) {
        if (engine != null) {
          engine.close();
        }
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }

    private static <E extends SqlEngine> E available(Supplier<E> start) {
      try {
        return start.get();
      } catch (UnavailableException e) {
        return Assumptions.abort(e.getMessage());
      }
    }

    private Path subfolder(String name) {
      try {
        return Files.createDirectories(folder.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Path temporaryFolder() {
      try {
        return Files.createTempDirectory("propolis-compat");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
