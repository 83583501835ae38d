package io.propolis.crawlers.discovery;

import static io.propolis.crawlers.schema.Words.count;

import io.propolis.crawlers.discovery.Discovery.Findings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what was found as people read it: each table with every column and why it is so. */
public final class FindingsPrinter {
  private static final int WIDEST_NAME = 30;
  private static final int WIDEST_TYPE = 40;

  private final StringBuilder out = new StringBuilder();

  private FindingsPrinter() {}

  /** With a line break at the end of every line. */
  public static String text(Findings findings) {
    var printer = new FindingsPrinter();
    findings.tables().forEach(printer::table);
    findings.sources().forEach(printer::source);
    if (!findings.problems().isEmpty()) {
      printer.line("");
      printer.line("To look at (%d):", findings.problems().size());
      findings.problems().forEach(p -> printer.line("  %s %s", p.location(), p.reason()));
    }
    printer.line("");
    printer.line(
        "%s; %s listed, %s read",
        count(findings.all().size(), "table"),
        count(findings.objects(), "object"),
        count(findings.sampled(), "file"));
    return printer.out.toString();
  }

  private void line(String format, @Nullable Object... values) {
    out.append(format.formatted(values).stripTrailing()).append('\n');
  }

  private void source(FoundSource source) {
    line("");
    line("%s", source.location());
    line("  %s", source.parameters().getOrDefault("classification", "unclassified"));
    source.columns().forEach(c -> line("    %s  %s", c.name(), c.type()));
    source.reasons().forEach(reason -> line("  because %s", reason));
  }

  private void table(FoundTable table) {
    var schema = table.schema();
    line("");
    line("%s", table.location());
    line(
        "  %s, compression %s, %s, %s",
        schema.classification(),
        schema.compression().parameter(),
        count(table.files(), "file"),
        count(table.bytes(), "byte"));
    int names =
        Math.min(
            WIDEST_NAME,
            schema.columns().stream().mapToInt(c -> c.name().length()).max().orElse(1));
    int types =
        Math.min(
            WIDEST_TYPE,
            schema.columns().stream().mapToInt(c -> c.type().hive().length()).max().orElse(1));
    for (var column : schema.columns()) {
      line(
          "    %-" + names + "s  %-" + types + "s  %s",
          column.name(),
          column.type().hive(),
          schema.columnReasons().getOrDefault(column.name().toLowerCase(Locale.ROOT), ""));
    }
    var layout = table.layout();
    if (layout.isPartitioned()) {
      line("  partitioned into %s by", count(layout.folders().size(), "folder"));
      layout.keys().forEach(k -> line("    %s  %s  %s", k.name(), k.type().hiveName(), k.reason()));
    }
    table.reasons().stream()
        .filter(reason -> !reason.startsWith("column ") && !reason.startsWith("key "))
        .forEach(reason -> line("  because %s", reason));
  }
}
