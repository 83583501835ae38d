package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.DatabaseName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class SqliteCrashTest {
  private static final String ACKNOWLEDGED = "acknowledged ";

  @TempDir Path folder;

  @RepeatedTest(3)
  void aKilledProcessLosesNothingItAcknowledgedAndLeavesNothingHalf() throws Exception {
    var url = "jdbc:sqlite:" + folder.resolve("catalog.db");
    int acknowledged = writeUntilKilled(url, 40);
    try (var store = JdbcCatalogStore.open(StoreSettings.of(url, null, null))) {
      var given = new Given(store);
      int stored = given.list(tx -> tx.databases().names("hive")).size();
      // The one that was under way may have been committed without being acknowledged.
      assertThat(stored).isBetween(acknowledged, acknowledged + 1);
      for (int i = 1; i <= acknowledged; i++) {
        var name = DatabaseName.of("d" + i);
        assertThat(given.find(tx -> tx.databases().find(name))).isPresent();
      }
      var changes = given.list(tx -> tx.changes().after(0, Integer.MAX_VALUE));
      assertThat(changes)
          .extracting(Change::position)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, stored).boxed().toList());
      assertThat(changes)
          .extracting(Change::user)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, stored).mapToObj(i -> "d" + i).toList());
      assertThat(store.position()).isEqualTo(stored);
    }
  }

  /** Returns how many writes were acknowledged before the process died. */
  private int writeUntilKilled(String url, int enough) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashingWriter.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int last = 0;
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(ACKNOWLEDGED)) {
          last = Integer.parseInt(line.substring(ACKNOWLEDGED.length()));
          if (last == enough) {
            // By its handle, which leaves the output open: what was acknowledged still counts.
            process.toHandle().destroyForcibly();
          }
        }
      }
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    assertThat(last).isGreaterThanOrEqualTo(enough);
    return last;
  }
}
