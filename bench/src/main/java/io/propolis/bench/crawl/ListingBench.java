package io.propolis.bench.crawl;

import io.propolis.bench.report.Verdict;
import io.propolis.bench.server.Sites;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.files.S3Settings.Addressing;
import io.propolis.files.S3Settings.Credentials;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A million objects in fifty thousand partitions of a store that answers after 20 ms: what our
 * commands take to find them, to crawl them, and to crawl them again unchanged. Beside Spark stands
 * a local tree of fewer files, which both can list.
 */
final class ListingBench {
  static final String KEY = "crawl-listing-1000000";
  private static final long ANSWER_MILLIS = 20;
  private static final double MOST_SECONDS = 120;
  private static final double MOST_MIB = 512;

  /** What an unchanged crawl may take of the time in which the pages come one after the other. */
  private static final double OF_LISTING = 1.25;

  private static final double START_SECONDS = 3;
  private static final String FORM = "%-52s %10s %9s %8s %8s";

  private final Sites sites;
  private final boolean isQuick;
  private final PrintStream out;
  private final List<Verdict> verdicts = new ArrayList<>();

  ListingBench(Sites sites, boolean isQuick, PrintStream out) {
    this.sites = sites;
    this.isQuick = isQuick;
    this.out = out;
  }

  List<Verdict> run(SparkSession spark) throws IOException, InterruptedException {
    out.println();
    out.println(FORM.formatted("listing", "time", "peak MiB", "pages", "reads"));
    var bucket = isQuick ? new SimulatedBucket(125, 20, 20) : new SimulatedBucket(2500, 20, 20);
    try (var store = new SimulatedStore(bucket, ANSWER_MILLIS)) {
      store(bucket, store);
    }
    local(spark);
    return verdicts;
  }

  private void store(SimulatedBucket bucket, SimulatedStore store)
      throws IOException, InterruptedException {
    var objects = "%,d objects".formatted(bucket.objects());
    double listing = list(bucket, store);
    var location = "s3://%s/%s".formatted(SimulatedBucket.NAME, SimulatedBucket.ROOT);
    var found = command("infer", store, List.of("infer", location));
    require(found, "into %d folders".formatted(bucket.partitions()));
    verdicts.add(within(objects + " listed, partitions found", found.seconds(), MOST_SECONDS));
    verdicts.add(
        Verdict.atMost(
            MOST_MIB,
            "MiB",
            objects + " listed, partitions found: most memory",
            found.peakMiB(),
            "%.0f MiB resident".formatted(found.peakMiB())));
    var crawler = sites.scratch().resolve("crawler.yaml");
    Files.writeString(
        crawler,
        """
        Name: bench
        DatabaseName: bench
        Targets: {S3Targets: [{Path: '%s'}]}
        """
            .formatted(location));
    var data = sites.scratch().resolve("crawl-data");
    var crawl = List.of("crawl", crawler.toString(), "--data", data.toString());
    command("first crawl", store, crawl);
    long reads = store.reads();
    var again = command("second crawl, unchanged", store, crawl);
    verdicts.add(
        within(
            objects + " crawled again, unchanged (pages one by one: %.1f s)".formatted(listing),
            again.seconds(),
            OF_LISTING * listing + START_SECONDS));
    verdicts.add(
        Verdict.atMost(
            0,
            "files",
            objects + " crawled again, unchanged: files read",
            store.reads() - reads,
            "%,d files".formatted(store.reads() - reads)));
  }

  private static void require(CommandRun run, String part) throws IOException {
    if (!run.output().contains(part)) {
      throw new IOException("No '%s' in what was printed: %s".formatted(part, run.output()));
    }
  }

  private static Verdict within(String words, double seconds, double most) {
    return Verdict.atMost(most, "s", words, seconds, String.format(Locale.ROOT, "%.1f s", seconds));
  }

  /** What the pages alone take, one after the other. */
  private double list(SimulatedBucket bucket, SimulatedStore store) throws IOException {
    var settings =
        new S3Settings(
            store.endpoint(), null, Addressing.PATH, new Credentials("bench", "bench-secret"));
    long pages = store.pages();
    long started = System.nanoTime();
    try (var lake = Lakes.open(settings);
        var entries =
            lake.list("s3://%s/%s".formatted(SimulatedBucket.NAME, SimulatedBucket.ROOT))) {
      long counted = entries.count();
      if (counted != bucket.objects()) {
        throw new IOException("%d of %d objects were listed".formatted(counted, bucket.objects()));
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    line("pages alone, one after the other", seconds, 0, store.pages() - pages, 0);
    return seconds;
  }

  private CommandRun command(String what, SimulatedStore store, List<String> arguments)
      throws IOException, InterruptedException {
    long pages = store.pages();
    long reads = store.reads();
    var run =
        CommandRun.of(
            sites.launcher(),
            Map.of(
                "PROPOLIS_S3_ENDPOINT",
                store.endpoint().toString(),
                "PROPOLIS_S3_PATH_STYLE",
                "true",
                "PROPOLIS_S3_ACCESS_KEY",
                "bench",
                "PROPOLIS_S3_SECRET_KEY",
                "bench-secret",
                "JAVA_OPTS",
                "-Xmx320m"),
            arguments);
    line(
        "propolis " + what,
        run.seconds(),
        run.peakMiB(),
        store.pages() - pages,
        store.reads() - reads);
    return run;
  }

  private void line(String what, double seconds, double peakMiB, long pages, long reads) {
    out.println(
        FORM.formatted(
                what,
                String.format(Locale.ROOT, "%.2f s", seconds),
                peakMiB == 0 ? "" : String.format(Locale.ROOT, "%.0f", peakMiB),
                pages == 0 ? "" : "%,d".formatted(pages),
                reads == 0 ? "" : "%,d".formatted(reads))
            .stripTrailing());
  }

  /** The same layout in a local folder. */
  private void local(SparkSession spark) throws IOException {
    var bucket = isQuick ? new SimulatedBucket(10, 20, 4) : new SimulatedBucket(125, 20, 8);
    var folder = tree(bucket);
    try (var lake = Lakes.open(S3Settings.DEFAULT)) {
      var ours = new OurFinder(lake);
      ours.find(folder);
      double own = ours.find(folder).seconds();
      spark.seconds("discover", folder);
      double discovered = spark.seconds("discover", folder);
      double repaired = spark.seconds("repair", folder);
      var of =
          " of %,d local files in %,d partitions".formatted(bucket.objects(), bucket.partitions());
      line("propolis, all" + of, own, 0, 0, 0);
      line("spark, partitions" + of, discovered, 0, 0, 0);
      line("spark, MSCK REPAIR" + of, repaired, 0, 0, 0);
      verdicts.add(faster("partition discovery of spark" + of, own, discovered));
      verdicts.add(faster("MSCK REPAIR of spark" + of, own, repaired));
    }
  }

  private static Verdict faster(String words, double ours, double theirs) {
    return Verdict.atLeast(
        1,
        "x",
        "speed over " + words,
        theirs / ours,
        String.format(Locale.ROOT, "%.1fx", theirs / ours));
  }

  private Path tree(SimulatedBucket bucket) throws IOException {
    var name = "tree-%d-%d".formatted(bucket.partitions(), bucket.files());
    var root = sites.cache().resolve("crawls").resolve(name);
    var done = root.resolveSibling(name + ".done");
    if (!Files.exists(done)) {
      for (int i = 0; i < bucket.objects(); i++) {
        var file = root.resolve(bucket.key(i));
        Files.createDirectories(file.getParent());
        Files.write(file, bucket.content());
      }
      Files.createFile(done);
    }
    return root.resolve(SimulatedBucket.ROOT);
  }
}
