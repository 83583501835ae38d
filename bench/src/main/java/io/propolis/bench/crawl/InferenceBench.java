package io.propolis.bench.crawl;

import io.propolis.bench.Samples;
import io.propolis.bench.report.Verdict;
import io.propolis.bench.run.Outcome;
import io.propolis.bench.run.Round;
import io.propolis.bench.server.Contender;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Schemas of the same text files, found by several finders whose rounds alternate. */
final class InferenceBench {
  private static final String FORM = "%-24s %-18s %10s %9s %9s %8s   %s";

  /** On whole data sets. */
  private static final double FASTER_THAN_SPARK = 10;

  private final List<SchemaFinder> finders;
  private final int rounds;
  private final PrintStream out;

  InferenceBench(List<SchemaFinder> finders, int rounds, PrintStream out) {
    this.finders = finders;
    this.rounds = rounds;
    this.out = out;
  }

  /** What was measured, and what is promised of it. */
  record Measured(List<Outcome> outcomes, List<Verdict> verdicts) {}

  static String header() {
    return FORM.formatted(
        "files", "finder", "time", "MB read", "ns/byte", "columns", "not as they are");
  }

  Measured run(List<TextFiles> all) throws IOException {
    out.println(header());
    var outcomes = new ArrayList<Outcome>();
    var verdicts = new ArrayList<Verdict>();
    for (var files : all) {
      var found = rounds(files);
      var measured = new LinkedHashMap<String, Outcome>();
      found.forEach(
          (finder, guesses) -> {
            measured.put(finder.label(), outcome(files, finder, guesses));
            out.println(line(files, finder, guesses));
          });
      outcomes.addAll(measured.values());
      verdicts.addAll(verdicts(files, measured));
    }
    return new Measured(outcomes, verdicts);
  }

  private Map<SchemaFinder, List<FoundSchema>> rounds(TextFiles files) throws IOException {
    Map<SchemaFinder, List<FoundSchema>> found = new LinkedHashMap<>();
    for (var finder : finders) {
      finder.find(files);
      found.put(finder, new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < finders.size(); i++) {
        // Another one begins each round.
        var finder = finders.get((round + i) % finders.size());
        found.getOrDefault(finder, List.of()).add(finder.find(files));
      }
    }
    return found;
  }

  private static Outcome outcome(TextFiles files, SchemaFinder finder, List<FoundSchema> guesses) {
    return new Outcome(
        files.key(),
        "schema of %,d MB of %s".formatted(files.bytes() / 1_000_000, files.key()),
        "",
        1,
        finder.label(),
        0,
        guesses.stream()
            .map(
                guess ->
                    new Round(
                        1,
                        guess.seconds() * 1e6,
                        guess.seconds() * 1e6,
                        1 / guess.seconds(),
                        0,
                        0,
                        0,
                        looked(files, guess),
                        Map.of("columns right", (double) guess.right(files.columns()))))
            .toList());
  }

  /** Who does not say what it reads, reads all. */
  private static double looked(TextFiles files, FoundSchema guess) {
    return guess.bytes() > 0 ? Math.min(guess.bytes(), files.bytes()) : files.bytes();
  }

  private static String line(TextFiles files, SchemaFinder finder, List<FoundSchema> guesses) {
    var seconds = Samples.of(guesses.stream().mapToDouble(FoundSchema::seconds).toArray());
    var last = guesses.get(guesses.size() - 1);
    double bytes = looked(files, last);
    return FORM.formatted(
            files.key(),
            finder.label(),
            String.format(Locale.ROOT, "%.3f s", seconds.median()),
            String.format(Locale.ROOT, "%.1f", bytes / 1e6),
            String.format(Locale.ROOT, "%.2f", seconds.median() * 1e9 / bytes),
            "%d/%d".formatted(last.right(files.columns()), files.columns().size()),
            last.wrong(files.columns()).stream().limit(3).reduce((a, b) -> a + ", " + b).orElse(""))
        .stripTrailing();
  }

  private static List<Verdict> verdicts(TextFiles files, Map<String, Outcome> measured) {
    var verdicts = new ArrayList<Verdict>();
    var ours = measured.get(Contender.PROPOLIS.label());
    if (ours == null) {
      return verdicts;
    }
    measured.forEach(
        (label, other) -> {
          if (other == ours) {
            return;
          }
          boolean isSpark = label.equals("spark");
          ToDoubleFunction<Round> speed = round -> 1 / round.medianMicros();
          var ratio =
              isSpark
                  ? ours.over(other, speed)
                  : ours.over(other, round -> round.receivedBytes() / round.medianMicros());
          verdicts.add(
              Verdict.atLeast(
                  isSpark ? FASTER_THAN_SPARK : 1,
                  "x",
                  "%s: speed %sover %s"
                      .formatted(files.key(), isSpark ? "" : "per sampled byte ", label),
                  ratio.median(),
                  ratio.show("x")));
          double theirs = right(other);
          verdicts.add(
              Verdict.atLeast(
                  theirs,
                  "columns",
                  "%s: columns as they are, beside %s".formatted(files.key(), label),
                  right(ours),
                  "%.0f".formatted(right(ours))));
        });
    return verdicts;
  }

  private static double right(Outcome outcome) {
    return outcome.of(round -> round.counted().getOrDefault("columns right", 0.0)).median();
  }
}
