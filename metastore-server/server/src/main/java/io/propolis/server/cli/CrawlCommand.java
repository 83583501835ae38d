package io.propolis.server.cli;

import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerFiles;
import io.propolis.crawlers.plan.CrawlPlan;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.plan.PlanPrinter.Reasons;
import io.propolis.server.crawl.CrawlSite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Crawls a lake and shows what it found. */
@Command(
    name = "crawl",
    abbreviateSynopsis = true,
    description = {
      "Find the tables and partitions of a lake, and register them.",
      "",
      "Without --server, writes through the server that owns the data folder; when none does, into"
          + " the folder's own store. Files that cannot be read are named and passed over.",
      "",
      "Targets that cannot be crawled are named, and the others are written; the exit code is then"
          + " 1.",
      "",
      "The run and what it found are kept in that store. With --server no run is kept: a Hive"
          + " Metastore has no place for one.",
      ""
    })
final class CrawlCommand implements Callable<Integer> {
  private static final Set<String> SECTIONS =
      Set.of("data", "warehouse", "external-warehouse", "store", "s3", "gcs", "azure");

  private final Map<String, String> environment;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private SettingFlags flags;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Crawlers in YAML, with the keys of AWS Glue's CreateCrawler.")
  private List<Path> files = List.of();

  @Option(names = "--dry-run", description = "Show what would be done, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--server",
      paramLabel = "thrift://HOST:PORT",
      description = "The Hive Metastore to write to: Propolis or another one.")
  private @Nullable String server;

  CrawlCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Spec
  void setSpec(CommandSpec newSpec) {
    spec = newSpec;
    flags = SettingFlags.on(newSpec, SECTIONS, environment);
  }

  @Override
  public Integer call() {
    CommandLogs.set(spec);
    var settings = flags.load().settings();
    var crawlers = files.stream().map(CrawlerFiles::read).toList();
    boolean isWhole = true;
    try (var site = dryRun ? CrawlSite.look(settings, server) : CrawlSite.open(settings, server)) {
      for (var crawler : crawlers) {
        isWhole &= crawl(crawler, site);
      }
    }
    return isWhole ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Whether all of its targets could be crawled. */
  private boolean crawl(CrawlerDefinition crawler, CrawlSite site) {
    var runner = site.runner(crawler.name());
    var plan = dryRun ? runner.plan(crawler) : runner.run(crawler, "manual").plan();
    var out = spec.commandLine().getOut();
    out.print(PlanPrinter.text(plan, reasons()));
    out.println(conclusion(plan, site));
    out.flush();
    plan.failure()
        .ifPresent(
            why ->
                spec.commandLine()
                    .getErr()
                    .println("propolis: crawler %s: %s".formatted(crawler.name(), why)));
    return plan.failure().isEmpty();
  }

  private Reasons reasons() {
    return PropolisCommand.isVerbose(spec.commandLine()) ? Reasons.SHOWN : Reasons.LEFT_OUT;
  }

  private String conclusion(CrawlPlan plan, CrawlSite site) {
    if (plan.isQuiet()) {
      return "Nothing to write: %s says already what %s."
          .formatted(
              site.where(),
              plan.failures().isEmpty() ? "the lake holds" : "the other targets hold");
    }
    return dryRun ? "Dry run: nothing was written." : "Written to " + site.where() + ".";
  }
}
