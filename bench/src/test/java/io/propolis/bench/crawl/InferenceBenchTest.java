package io.propolis.bench.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.bench.report.Verdict;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench in short: two files of each shape, ours beside DuckDB's usual sample. */
class InferenceBenchTest {
  @TempDir Path cache;

  @Test
  void everyColumnOfEveryShapeIsFoundAsItIs() throws Exception {
    var files = new ArrayList<TextFiles>();
    for (var form : TextForm.values()) {
      for (var shape : Shape.values()) {
        files.add(TextFiles.of(cache, shape, form, 1));
      }
    }
    var printed = new ByteArrayOutputStream();
    try (var lake = Lakes.open(S3Settings.DEFAULT);
        var duckDb = new DuckDbFinder(DuckDbFinder.Sample.USUAL)) {
      var bench =
          new InferenceBench(
              List.of(new OurFinder(lake), duckDb),
              1,
              new PrintStream(printed, true, StandardCharsets.UTF_8));

      var measured = bench.run(files);

      assertThat(measured.outcomes()).hasSize(files.size() * 2);
      assertThat(measured.verdicts())
          .filteredOn(verdict -> verdict.promise().contains("columns as they are"))
          .hasSize(files.size())
          .allMatch(Verdict::holds);
      for (var one : files) {
        assertThat(new OurFinder(lake).find(one).wrong(one.columns())).as(one.key()).isEmpty();
      }
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains("crawl-json-visits", "duckdb");
    }
  }
}
