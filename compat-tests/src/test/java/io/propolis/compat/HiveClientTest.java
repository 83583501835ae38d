package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.propolis.compat.harness.HiveClient;
import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.UnavailableException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of clients/hms-scenarios, run by each generation's own client in its own JVM. */
@ExtendWith(Engines.class)
class HiveClientTest {

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> hive23(Metastore metastore) {
    return scenarios(HiveClient.HIVE_2_3, metastore);
  }

  @TestFactory
  Stream<DynamicTest> hive31(Metastore metastore) {
    return scenarios(HiveClient.HIVE_3_1, metastore);
  }

  @TestFactory
  Stream<DynamicTest> hive40(Metastore metastore) {
    return scenarios(HiveClient.HIVE_4_0, metastore);
  }

  @TestFactory
  Stream<DynamicTest> hive41(Metastore metastore) {
    return scenarios(HiveClient.HIVE_4_1, metastore);
  }

  @TestFactory
  Stream<DynamicTest> hive42(Metastore metastore) {
    try {
      return scenarios(HiveClient.HIVE_4_2, metastore);
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private Stream<DynamicTest> scenarios(HiveClient client, Metastore metastore) {
    var reports = client.runScenarios(metastore.thriftUri(), folder);
    assertThat(reports).as("scenarios run by %s", client).isNotEmpty();
    return reports.stream()
        .map(
            report ->
                dynamicTest(
                    report.name(),
                    () -> {
                      if (!report.passed()) {
                        throw new AssertionError(report.failure());
                      }
                    }));
  }
}
