package io.propolis.bench.crawl;

import io.propolis.bench.Samples;
import io.propolis.bench.report.Verdict;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.Configuration;
import io.propolis.crawlers.definition.CrawlerDefinition.RecrawlBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.CrawlerDefinition.SchemaChangePolicy;
import io.propolis.crawlers.discovery.Discovery;
import io.propolis.crawlers.discovery.Discovery.Findings;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.LakeTables;
import io.propolis.files.Lake;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Footers of many small Parquet files, of which few have a column more, beside Spark's merging. */
final class FooterBench {
  static final String KEY = "crawl-footers-10000";
  private static final int FOLDERS = 100;

  /** Files read of each folder, which are all. */
  private static final int SAMPLE = 249;

  private static final String FORM = "%-52s %10s %9s %8s";
  private static final int COLUMNS = 22;

  private final Lake lake;
  private final Path cache;
  private final int files;
  private final PrintStream out;

  FooterBench(Lake lake, Path cache, int files, PrintStream out) {
    this.lake = lake;
    this.cache = cache;
    this.files = files;
    this.out = out;
  }

  List<Verdict> run(SparkSession spark, int rounds) throws IOException, SQLException {
    var folder = files();
    var ours = new double[rounds];
    var theirs = new double[rounds];
    crawl(folder);
    spark.find("parquet", folder);
    for (int round = 0; round < rounds; round++) {
      ours[round] = crawl(folder);
      var found = spark.find("parquet", folder);
      theirs[round] = found.seconds();
      if (found.types().size() != COLUMNS) {
        throw new IOException("Spark found other columns: " + found.types());
      }
    }
    out.println();
    out.println(FORM.formatted("footers", "time", "us/file", "columns"));
    line("propolis", ours);
    line("spark, mergeSchema", theirs);
    var ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ratios[i] = theirs[i] / ours[i];
    }
    var ratio = Samples.of(ratios);
    return List.of(
        Verdict.atLeast(
            1,
            "x",
            "%,d Parquet footers: speed over spark".formatted(files),
            ratio.median(),
            ratio.show("x")));
  }

  private void line(String who, double[] seconds) {
    double median = Samples.of(seconds).median();
    out.println(
        FORM.formatted(
            "%s, %,d Parquet files".formatted(who, files),
            String.format(Locale.ROOT, "%.2f s", median),
            String.format(Locale.ROOT, "%.0f", median * 1e6 / files),
            COLUMNS));
  }

  private double crawl(Path folder) throws IOException {
    var crawler =
        new CrawlerDefinition(
            "bench",
            "bench",
            null,
            List.of(new S3Target("file:" + folder, List.of(), SAMPLE)),
            "",
            SchemaChangePolicy.DEFAULT,
            RecrawlBehavior.CRAWL_EVERYTHING,
            null,
            Configuration.DEFAULT,
            List.of());
    long started = System.nanoTime();
    var found =
        Discovery.of(
                lake,
                new LakeTables(lake),
                crawler,
                List.of(),
                table -> false,
                Discovery.Past.none(),
                CrawlWatch.NONE)
            .unlessAllFailed(1);
    double seconds = (System.nanoTime() - started) / 1e9;
    check(found);
    return seconds;
  }

  /** The partition key is a column for Spark. */
  private void check(Findings found) throws IOException {
    if (found.sampled() != files
        || found.tables().size() != 1
        || found.tables().get(0).schema().columns().size() != COLUMNS - 1) {
      throw new IOException(
          "%d of %d files were read, and %s found: %s"
              .formatted(found.sampled(), files, found.tables(), found.problems()));
    }
  }

  private Path files() throws IOException, SQLException {
    var folder = cache.resolve("footers-" + files);
    var done = cache.resolve("footers-" + files + ".done");
    if (Files.exists(done)) {
      return folder;
    }
    var columns = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      columns.add("range AS id_" + i);
      columns.add("range / 7.0 AS share_" + i);
      columns.add("'text ' || range AS label_" + i);
      columns.add("DATE '2024-01-31' + CAST(range AS INTEGER) AS day_" + i);
    }
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      for (int file = 0; file < files; file++) {
        var partition = folder.resolve("part=%03d".formatted(file % FOLDERS));
        Files.createDirectories(partition);
        boolean isLate = file >= files - FOLDERS / 2;
        statement.execute(
            "COPY (SELECT %s%s FROM range(50)) TO '%s/%05d.parquet' (FORMAT parquet)"
                .formatted(
                    String.join(", ", columns), isLate ? ", range AS late" : "", partition, file));
      }
    }
    Files.createFile(done);
    return folder;
  }
}
