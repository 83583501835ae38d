package io.propolis.crawlers.plan;

import static io.propolis.crawlers.schema.Words.count;

import io.propolis.catalog.model.PartitionNames;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.CrawlPlan.ColumnChange;
import io.propolis.crawlers.plan.CrawlPlan.PartitionChanges;
import io.propolis.crawlers.plan.CrawlPlan.PlannedTable;
import io.propolis.crawlers.plan.CrawlPlan.Untouched;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes a plan as people read it. */
public final class PlanPrinter {
  /** Partitions named one by one; the others are counted. */
  private static final int SHOWN_PARTITIONS = 3;

  private static final String BECAUSE = "    because ";

  private final StringBuilder out = new StringBuilder();

  private final Reasons reasons;

  private PlanPrinter(Reasons reasons) {
    this.reasons = reasons;
  }

  /** Whether the plan says why. */
  public enum Reasons {
    SHOWN,
    LEFT_OUT
  }

  /** The whole plan with its reasons, with a line break at the end of every line. */
  public static String text(CrawlPlan plan) {
    return text(plan, Reasons.SHOWN);
  }

  /** The plan, with a line break at the end of every line. */
  public static String text(CrawlPlan plan, Reasons reasons) {
    var printer = new PlanPrinter(reasons);
    printer.head(plan);
    plan.tables().forEach(printer::table);
    printer.failures(plan);
    printer.problems(plan);
    printer.counts(plan);
    return printer.out.toString();
  }

  private void head(CrawlPlan plan) {
    var head = "Crawler %s, database %s".formatted(plan.crawler(), plan.database());
    boolean hasFiles =
        plan.objects() > 0 || plan.sampled() > 0 || (plan.tables().isEmpty() && plan.hasFiles());
    line(
        hasFiles
            ? "%s: %s listed, %s read"
                .formatted(head, count(plan.objects(), "object"), count(plan.sampled(), "file"))
            : head);
  }

  private void failures(CrawlPlan plan) {
    if (!plan.failures().isEmpty()) {
      line("");
      line("Targets that could not be crawled (%d):", plan.failures().size());
      plan.failures().forEach(this::failure);
    }
  }

  private void failure(Untouched target) {
    line(
        "  %s%s",
        target.failure(),
        target.tables() == 0
            ? ""
            : "; %s of it %s as %s"
                .formatted(
                    count(target.tables(), "table"),
                    target.tables() == 1 ? "stays" : "stay",
                    target.tables() == 1 ? "it is" : "they are"));
  }

  private void problems(CrawlPlan plan) {
    if (!plan.problems().isEmpty()) {
      line("");
      line("Not crawled, or to look at (%d):", plan.problems().size());
      plan.problems().forEach(this::problem);
    }
  }

  private void counts(CrawlPlan plan) {
    line("");
    line(
        "%d new, %d changed, %d unchanged, %d deprecated, %d deleted",
        plan.count(Action.CREATE),
        plan.count(Action.UPDATE),
        plan.count(Action.UNCHANGED) + plan.count(Action.LOG_ONLY),
        plan.count(Action.DEPRECATE),
        plan.count(Action.DELETE));
  }

  /** What becomes of one table, and why. */
  public static String text(PlannedTable table) {
    var printer = new PlanPrinter(Reasons.SHOWN);
    printer.table(table);
    return printer.out.substring(1);
  }

  /** Whether the text of a table says that it becomes deprecated. */
  public static boolean isDeprecation(String text) {
    return text.startsWith(sign(Action.DEPRECATE));
  }

  /** Whether the text of a table says what was found, and so why it looks as it does. */
  public static boolean isDescription(String text) {
    return text.contains(BECAUSE + "table: ");
  }

  /** What was looked at, what could not be crawled, and how many tables changed. */
  public static String summary(CrawlPlan plan) {
    var printer = new PlanPrinter(Reasons.SHOWN);
    printer.head(plan);
    printer.failures(plan);
    printer.problems(plan);
    printer.counts(plan);
    return printer.out.toString();
  }

  private void line(String format, @Nullable Object... values) {
    out.append(format.formatted(values)).append('\n');
  }

  private void table(PlannedTable table) {
    line("");
    line(
        "%s %s (%s) at %s",
        sign(table.action()),
        table.after().name(),
        table.after().parameters().getOrDefault("classification", "unclassified"),
        table.after().location());
    table.columns().forEach(column -> column(table, column));
    table.others().forEach(other -> line("    ~ %s", other));
    partitions(table);
    table.kept().forEach(kept -> line("    kept: %s", kept));
    if (reasons == Reasons.SHOWN) {
      table.reasons().forEach(reason -> line("%s%s", BECAUSE, reason));
    } else if (table.action() == Action.DEPRECATE || table.action() == Action.DELETE) {
      table.reasons().stream().limit(1).forEach(reason -> line("%s%s", BECAUSE, reason));
    }
  }

  private static String sign(Action action) {
    return switch (action) {
      case CREATE -> "+ new       ";
      case UPDATE -> "~ changed   ";
      case UNCHANGED -> "= unchanged ";
      case LOG_ONLY -> "! kept      ";
      case DEPRECATE -> "x deprecated";
      case DELETE -> "- deleted   ";
    };
  }

  private void column(PlannedTable table, ColumnChange column) {
    var why = table.action() == Action.UPDATE ? why(table, column.name()) : "";
    if (column.before() == null) {
      line("    + %s %s%s", column.name(), column.after(), why);
    } else if (column.after() == null) {
      line("    - %s %s", column.name(), column.before());
    } else {
      line("    ~ %s %s -> %s%s", column.name(), column.before(), column.after(), why);
    }
  }

  /** Of a column that changes, why it has its type, where reasons are not shown anyway. */
  private String why(PlannedTable table, String column) {
    var start = "column " + column + ": ";
    return reasons == Reasons.SHOWN
        ? ""
        : table.reasons().stream()
            .filter(reason -> reason.startsWith(start) && reason.contains(", "))
            .findFirst()
            .map(reason -> " (" + reason.substring(reason.indexOf(", ") + 2) + ")")
            .orElse("");
  }

  private void partitions(PlannedTable table) {
    if (!table.after().isPartitioned()) {
      return;
    }
    var keys = table.after().partitionKeys();
    var changes = table.partitions();
    line(
        "    partitioned by %s: %s found%s",
        String.join(", ", keys.stream().map(k -> k.name() + " " + k.type()).toList()),
        count(changes.found(), "partition"),
        counted(changes));
    changes.added().stream()
        .limit(SHOWN_PARTITIONS)
        .forEach(p -> line("    + %s", PartitionNames.of(keys, p.values())));
    if (changes.added().size() > SHOWN_PARTITIONS) {
      line("    + %d more", changes.added().size() - SHOWN_PARTITIONS);
    }
  }

  private static String counted(PartitionChanges changes) {
    var counted = new StringJoiner(", ", ": ", "").setEmptyValue("");
    long changed = changes.altered().size() - changes.deprecated();
    counted(counted, changes.added().size(), "new");
    counted(counted, changed, "changed");
    counted(counted, changes.following(), "following the table without a write");
    if (changes.gone() > 0) {
      var fate =
          !changes.dropped().isEmpty()
              ? "deleted"
              : changes.deprecated() > 0 ? "deprecated" : "kept as they are";
      counted(counted, changes.gone(), "gone from the lake and " + fate);
    }
    return counted.toString();
  }

  private static void counted(StringJoiner all, long number, String what) {
    if (number > 0) {
      all.add(number + " " + what);
    }
  }

  private void problem(Problem problem) {
    line("  %s %s", problem.location(), problem.reason());
  }
}
