package io.propolis.bench.crawl;

import io.propolis.bench.crawl.InferenceBench.Measured;
import io.propolis.bench.report.Verdict;
import io.propolis.bench.run.Outcome;
import io.propolis.bench.server.Sites;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Measures crawls: schemas of text, footers, listings, and what is unchanged. */
public final class CrawlBench {
  /** All shapes of one form together. */
  private static final long BYTES = 1 << 30;

  private static final long QUICK_BYTES = 64 << 20;

  private final Extent extent;
  private final int rounds;
  private final PrintStream out;

  /** How much is crawled. */
  public enum Extent {
    QUICK,
    USUAL
  }

  public CrawlBench(Extent extent, int rounds, PrintStream out) {
    this.extent = extent;
    this.rounds = rounds;
    this.out = out;
  }

  /** The names of all that is measured. */
  public static List<String> keys() {
    var texts =
        Arrays.stream(TextForm.values())
            .flatMap(
                form ->
                    Arrays.stream(Shape.values())
                        .map(shape -> "crawl-%s-%s".formatted(form.key(), shape.key())));
    return Stream.concat(texts, Stream.of(FooterBench.KEY, ListingBench.KEY)).toList();
  }

  /** What was found. */
  public record Results(List<Outcome> outcomes, List<Verdict> verdicts) {}

  /** Measures those that are wanted, by their keys. */
  public Results run(Sites sites, Predicate<String> wanted)
      throws IOException, InterruptedException, SQLException {
    var outcomes = new ArrayList<Outcome>();
    var verdicts = new ArrayList<Verdict>();
    var cache = sites.cache().resolve("crawls");
    Files.createDirectories(cache);
    var texts = texts(cache, wanted);
    try (var lake = Lakes.open(S3Settings.DEFAULT);
        var duckDb = new DuckDbFinder(DuckDbFinder.Sample.USUAL);
        var wholeDuckDb = new DuckDbFinder(DuckDbFinder.Sample.WHOLE);
        var spark = SparkSession.start(sites)) {
      var ours = new OurFinder(lake);
      if (!texts.isEmpty()) {
        var inference = new InferenceBench(List.of(ours, duckDb, wholeDuckDb, spark), rounds, out);
        add(inference.run(texts), outcomes, verdicts);
      }
      boolean isQuick = extent == Extent.QUICK;
      if (wanted.test(FooterBench.KEY)) {
        int files = isQuick ? 1_000 : 10_000;
        verdicts.addAll(new FooterBench(lake, cache, files, out).run(spark, rounds));
      }
      if (wanted.test(ListingBench.KEY)) {
        verdicts.addAll(new ListingBench(sites, isQuick, out).run(spark));
      }
    }
    return new Results(outcomes, verdicts);
  }

  private static void add(Measured measured, List<Outcome> outcomes, List<Verdict> verdicts) {
    outcomes.addAll(measured.outcomes());
    verdicts.addAll(measured.verdicts());
  }

  private List<TextFiles> texts(java.nio.file.Path cache, Predicate<String> wanted)
      throws IOException {
    long each = (extent == Extent.QUICK ? QUICK_BYTES : BYTES) / Shape.values().length;
    var all = new ArrayList<TextFiles>();
    for (var form : TextForm.values()) {
      for (var shape : Shape.values()) {
        if (wanted.test("crawl-%s-%s".formatted(form.key(), shape.key()))) {
          all.add(TextFiles.of(cache, shape, form, each));
        }
      }
    }
    return all;
  }
}
