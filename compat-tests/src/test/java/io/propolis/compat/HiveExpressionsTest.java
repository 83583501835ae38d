package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.compat.harness.HiveExec;
import io.propolis.compat.harness.Metastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Partition expressions as each generation's own hive-exec makes and serialises them. */
@ExtendWith(Engines.class)
class HiveExpressionsTest {
  private static final String KEPT =
      "metastore-server/thrift/src/test/resources/io/propolis/thrift/expression";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void hivePrunesAndDropsPartitionsByItsOwnExpressions(HiveExec hive, Metastore metastore) {
    hive.pruneAndDrop(metastore.thriftUri(), folder);
  }

  /** With {@code -Dpropolis.golden=write}, what the door's own tests read is written anew. */
  @ParameterizedTest
  @EnumSource
  void theKeptExpressionsAreThoseThatHiveWrites(HiveExec hive) throws IOException {
    var kept =
        Path.of(System.getProperty("propolis.root"), KEPT)
            .resolve("hive-" + hive.generation() + ".txt");
    var written = hive.corpus(folder);
    if ("write".equals(System.getProperty("propolis.golden"))) {
      Files.write(kept, written);
    }

    assertThat(Files.readAllLines(kept)).isEqualTo(written);
  }
}
