package io.propolis.faults;

import io.propolis.compat.harness.MariaDb;
import io.propolis.faults.cluster.Cluster;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MariadbFaultTest {
  private static final int NODES = 3;

  @Test
  void nodesOverOneMariadbLoseAndInventNothing() throws IOException {
    FaultScenario.on("Mariadb", 70)
        .run(
            folder ->
                Cluster.shared(
                    folder,
                    FaultSettings.LOCK_TIMEOUT,
                    MariaDb.start(folder.resolve("mariadb")),
                    NODES));
  }
}
