package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.propolis.compat.harness.IcebergTests;
import io.propolis.compat.harness.ScenarioReport;
import io.propolis.compat.harness.ServerProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Iceberg's own tests of HiveCatalog, its shared {@code CatalogTests} among them, on our server.
 */
class IcebergHiveCatalogTest {
  private static final String UNREFRESHED =
      "commits on an object that never read the table, behind a mocked lock: it names a pointer"
          + " that is not the present one as the previous; the server never hears of the lock, and"
          + " the request of a writer that another overtook is the same in every field";

  /** Tests that ask for what our server refuses on purpose, each with the reason. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "TestHiveTable.testFailure()",
          "moves the pointer by hand and does not say from where, as does the second of two that"
              + " turn one Hive table into an Iceberg table",
          "TestHiveCommitLocks.testLockAcquisitionAtFirstTime()",
          UNREFRESHED,
          "TestHiveCommitLocks.testLockAcquisitionAfterRetries()",
          UNREFRESHED,
          "TestHiveCommitLocks.testLockAcquisitionAfterFailedNotFoundLock()",
          UNREFRESHED,
          "TestHiveCommitLocks.testLockAcquisitionAfterFailedAndFoundLock()",
          UNREFRESHED,
          "TestHiveCommitLocks.testUnLock()",
          UNREFRESHED,
          "TestHiveCommitLocks.testUnLockInterruptedUnLock()",
          UNREFRESHED,
          "TestHiveCommitLocks.testLockHeartbeat()",
          UNREFRESHED);

  @TempDir Path folder;
  private ServerProcess metastore;

  @BeforeEach
  void start() {
    metastore = ServerProcess.start(folder);
  }

  @AfterEach
  void stop() {
    metastore.close();
  }

  @TestFactory
  Stream<DynamicTest> icebergsOwnTests() {
    var reports = IcebergTests.run(metastore.thriftUri(), metastore.warehouse(), folder);
    assertThat(reports).as("tests of Iceberg that ran").hasSizeGreaterThan(250);
    return reports.stream()
        .map(report -> dynamicTest(report.name(), () -> assertAsExpected(report)));
  }

  private static void assertAsExpected(ScenarioReport report) {
    if (REFUSED.containsKey(report.name())) {
      assertThat(report.failure())
          .as("%s: %s", report.name(), REFUSED.get(report.name()))
          .contains("The table has been modified");
    } else if (!report.passed()) {
      throw new AssertionError(report.failure());
    }
  }
}
