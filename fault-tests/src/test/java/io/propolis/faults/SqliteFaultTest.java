package io.propolis.faults;

import io.propolis.faults.cluster.Cluster;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SqliteFaultTest {
  @Test
  void aServerThatOwnsItsDatabaseLosesAndInventsNothing() throws IOException {
    FaultScenario.on("Sqlite", 50)
        .run(folder -> Cluster.embedded(folder, FaultSettings.LOCK_TIMEOUT));
  }
}
