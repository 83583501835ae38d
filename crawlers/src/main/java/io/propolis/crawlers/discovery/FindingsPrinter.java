package io.propolis.crawlers.discovery;

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
    if (!findings.problems().isEmpty()) {
      printer.line("");
      printer.line("To look at (%d):", findings.problems().size());
      findings.problems().forEach(p -> printer.line("  %s %s", p.location(), p.reason()));
    }
    printer.line("");
    printer.line(
        "%d tables; %d objects listed, %d files read",
        findings.tables().size(), findings.objects(), findings.sampled());
    return printer.out.toString();
  }

  private void line(String format, @Nullable Object... values) {
    out.append(format.formatted(values).stripTrailing()).append('\n');
  }

  private void table(FoundTable table) {
    var schema = table.schema();
    line("");
    line("%s", table.location());
    line(
        "  %s, compression %s, %d files, %d bytes",
        schema.classification(), schema.compression().parameter(), table.files(), table.bytes());
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
      line("  partitioned into %d folders by", layout.folders().size());
      layout.keys().forEach(k -> line("    %s  %s  %s", k.name(), k.type().hiveName(), k.reason()));
    }
    table.reasons().stream()
        .filter(reason -> !reason.startsWith("column ") && !reason.startsWith("key "))
        .forEach(reason -> line("  because %s", reason));
  }
}
