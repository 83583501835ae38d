package io.propolis.crawlers.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.RunNote;
import io.propolis.crawlers.plan.CrawlPlan;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.CrawlPlan.PlannedTable;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.schema.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What is kept of a crawl that has done its work. */
public final class CrawlReport {
  /** The API shows no more of a summary. */
  private static final int LONGEST_SUMMARY = 255;

  private static final int LONGEST_NOTE = 60_000;

  private final CrawlPlan plan;

  public CrawlReport(CrawlPlan plan) {
    this.plan = plan;
  }

  /** The run's last progress. */
  public Map<String, String> progress() {
    var progress = new LinkedHashMap<String, String>();
    progress.put(CrawlProgress.OBJECTS, Long.toString(plan.objects()));
    progress.put(CrawlProgress.SAMPLED, Integer.toString(plan.sampled()));
    progress.put(CrawlProgress.TABLES_CREATED, Long.toString(plan.count(Action.CREATE)));
    progress.put(CrawlProgress.TABLES_UPDATED, Long.toString(plan.count(Action.UPDATE)));
    progress.put(
        CrawlProgress.TABLES_DELETED,
        Long.toString(plan.count(Action.DELETE) + plan.count(Action.DEPRECATE)));
    progress.put("partitionsAdded", Long.toString(partitions(t -> t.partitions().added().size())));
    progress.put("problems", Integer.toString(plan.problems().size()));
    progress.put(CrawlProgress.SUMMARY, summary());
    return progress;
  }

  private long partitions(ToLongFunction<PlannedTable> count) {
    return plan.tables().stream().mapToLong(count).sum();
  }

  /**
   * The trace: why each table looks as it does. A table that stays as it is, and in which nobody
   * has changed anything, is left out when there is a note of it from before.
   *
   * @param known what there are notes of
   */
  public List<RunNote> notes(Run run, Set<String> known, long at) {
    var notes = new ArrayList<RunNote>();
    notes.add(RunNote.of(run, "", at, cut(PlanPrinter.summary(plan))));
    for (var table : plan.tables()) {
      var name = table.after().name().toString();
      boolean isTold =
          table.isQuiet()
              && table.action() == Action.UNCHANGED
              && table.isOfCrawlers()
              && known.contains(name);
      if (!isTold) {
        notes.add(RunNote.of(run, name, at, cut(PlanPrinter.text(table))));
      }
    }
    return notes;
  }

  /** At a line's end, saying how many lines were left out. */
  static String cut(String text) {
    if (text.length() <= LONGEST_NOTE) {
      return text;
    }
    int end = text.lastIndexOf('\n', LONGEST_NOTE) + 1;
    var head = end == 0 ? text.substring(0, LONGEST_NOTE) + "…\n" : text.substring(0, end);
    long left = text.substring(end == 0 ? LONGEST_NOTE : end).lines().count();
    return "%s… %s left out: a note holds %d characters\n"
        .formatted(head, Words.count(left, "line"), LONGEST_NOTE);
  }

  /**
   * {@code {"TABLE":{"ADD":{"Count":1,"Names":["sales.orders"]}},"PARTITION":{"ADD":{"Count":3}}}}.
   */
  String summary() {
    return fitting(this::summary);
  }

  /** The same, below {@code DRY_RUN}, of a crawl that only tells what it would do. */
  String summaryOfDryRun() {
    return fitting(
        names -> {
          var summary = JsonNodeFactory.instance.objectNode();
          summary.set("DRY_RUN", summary(names));
          return summary;
        });
  }

  private static String fitting(Function<Names, ObjectNode> summary) {
    var whole = summary.apply(Names.GIVEN).toString();
    return whole.length() <= LONGEST_SUMMARY ? whole : summary.apply(Names.LEFT_OUT).toString();
  }

  private enum Names {
    GIVEN,
    LEFT_OUT
  }

  private ObjectNode summary(Names names) {
    var summary = JsonNodeFactory.instance.objectNode();
    tables(summary, "ADD", names, Action.CREATE);
    tables(summary, "UPDATE", names, Action.UPDATE);
    tables(summary, "DEPRECATE", names, Action.DEPRECATE);
    tables(summary, "DELETE", names, Action.DELETE);
    count(summary, "ADD", partitions(t -> t.partitions().added().size()));
    count(summary, "UPDATE", partitions(t -> t.partitions().altered().size()));
    count(summary, "DELETE", partitions(t -> t.partitions().dropped().size()));
    return summary;
  }

  private void tables(ObjectNode summary, String what, Names names, Action action) {
    var tables = plan.tables().stream().filter(t -> t.action() == action).toList();
    if (!tables.isEmpty()) {
      var entry = summary.withObjectProperty("TABLE").putObject(what);
      entry.put("Count", tables.size());
      if (names == Names.GIVEN) {
        var listed = entry.putArray("Names");
        tables.forEach(t -> listed.add(t.after().name().toString()));
      }
    }
  }

  private static void count(ObjectNode summary, String what, long partitions) {
    if (partitions > 0) {
      summary.withObjectProperty("PARTITION").putObject(what).put("Count", partitions);
    }
  }
}
