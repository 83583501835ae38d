package io.propolis.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.propolis.compat.harness.Metastore;
import io.propolis.compat.harness.PyIceberg;
import io.propolis.compat.harness.UnavailableException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** PyIceberg's Hive catalog: namespaces, tables, commits, conflicts, locks. */
@ExtendWith(Engines.class)
class PyIcebergTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> scenariosOfPyIceberg(Metastore metastore) {
    var reports = installed().runScenarios(metastore.thriftUri(), folder);
    assertThat(reports).as("scenarios that ran").hasSizeGreaterThan(15);
    return reports.stream()
        .map(
            report ->
                dynamicTest(
                    report.name(), () -> assertThat(report.failure()).as(report.name()).isEmpty()));
  }

  private static PyIceberg installed() {
    try {
      return PyIceberg.installed();
    } catch (UnavailableException e) {
      return Assumptions.abort(e.getMessage());
    }
  }
}
