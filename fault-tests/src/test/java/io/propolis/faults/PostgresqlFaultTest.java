package io.propolis.faults;

import io.propolis.compat.harness.PostgreSql;
import io.propolis.faults.cluster.Cluster;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PostgresqlFaultTest {
  private static final int NODES = 3;

  @Test
  void nodesOverOnePostgresqlLoseAndInventNothing() throws IOException {
    FaultScenario.on("Postgresql", 70)
        .run(
            folder ->
                Cluster.shared(
                    folder,
                    FaultSettings.LOCK_TIMEOUT,
                    PostgreSql.start(folder.resolve("postgresql")),
                    NODES));
  }
}
