package io.propolis.crawlers.runs;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.RunNote;
import io.propolis.crawlers.plan.CrawlPlan;
import io.propolis.crawlers.plan.PlanPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is kept of a crawl that was to tell what it would do. */
public final class DryRunReport {
  /** Begins its notes, so that nobody takes them for what was done. */
  public static final String MARK = "dry run: ";

  /** What its notes are about: no table, as they do not tell why one is as it is. */
  private static final String ABOUT = "dry run";

  private DryRunReport() {}

  /** Ends the run with the plan as its notes; it has failed when targets have. */
  public static Run end(HeldRun held, CrawlPlan plan, long at) {
    var run = held.run();
    var notes = new ArrayList<RunNote>();
    notes.add(note(run, at, PlanPrinter.summary(plan)));
    plan.tables().forEach(table -> notes.add(note(run, at, PlanPrinter.text(table))));
    var failure = plan.failure();
    return held.end(
        failure.isPresent() ? State.FAILED : State.SUCCEEDED,
        failure.orElse(null),
        progress(plan),
        List.copyOf(notes));
  }

  private static RunNote note(Run run, long at, String text) {
    return RunNote.of(run, ABOUT, at, CrawlReport.cut(MARK + text));
  }

  private static Map<String, String> progress(CrawlPlan plan) {
    return Map.of(
        CrawlProgress.OBJECTS, Long.toString(plan.objects()),
        CrawlProgress.SAMPLED, Integer.toString(plan.sampled()),
        CrawlProgress.SUMMARY, new CrawlReport(plan).summaryOfDryRun());
  }
}
