package io.propolis.bench.report;

import io.propolis.bench.operation.DurableCommits;
import io.propolis.bench.operation.Operation.EmptyPeer;
import io.propolis.bench.run.Outcome;
import io.propolis.bench.run.Round;
import io.propolis.bench.server.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run found as tables for a page of documentation: for each database a line for each
 * operation, and at the end what is promised. One client is compared by the time of a call, several
 * by their calls per second.
 */
public record MarkdownReport(List<Outcome> outcomes, List<Verdict> verdicts) {
  /** A column of comparisons: with whichever of the peers was measured. */
  private enum Column {
    HIVE_4("over 4.0.1", Contender.HIVE_4.label()),
    HIVE_3("over 3.1.3", Contender.HIVE_3.label()),
    EMPTY("over empty", EmptyPeer.SMALLEST_CALL.label()),
    LEAST(
        "over the same bytes, or two commits", EmptyPeer.SAME_BYTES.label(), DurableCommits.LABEL);

    private final String title;
    private final List<String> peers;

    Column(String title, String... peers) {
      this.title = title;
      this.peers = List.of(peers);
    }
  }

  private record Key(String operation, int threads) {}

  public void write(Path file) throws IOException {
    var text = new StringBuilder();
    outcomes.stream().map(Outcome::database).distinct().forEach(database -> append(text, database));
    line(text, List.of("promise", "reached", "asked"));
    line(text, List.of("---", "---", "---"));
    for (var verdict : verdicts) {
      var asked = "%s %.4g %s".formatted(verdict.limit().words(), verdict.bound(), verdict.unit());
      line(
          text,
          List.of(
              verdict.promise(), verdict.shown(), verdict.holds() ? asked : asked + ": missed"));
    }
    Files.writeString(file, text);
  }

  private void append(StringBuilder text, String database) {
    var byKey =
        outcomes.stream()
            .filter(outcome -> outcome.database().equals(database))
            .collect(
                Collectors.groupingBy(
                    outcome -> new Key(outcome.operation(), outcome.threads()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    text.append("**").append(database).append("**\n\n");
    var header =
        Stream.concat(
                Stream.of("operation", "clients", "p50", "calls/s", "cpu", "db cpu", "sql"),
                Stream.of(Column.values()).map(column -> column.title))
            .toList();
    line(text, header);
    line(text, header.stream().map(name -> "---").toList());
    byKey.forEach(
        (key, measured) ->
            measured(measured, List.of(Contender.PROPOLIS.label()))
                .ifPresent(ours -> line(text, cells(ours, measured))));
    text.append('\n');
  }

  private static Optional<Outcome> measured(List<Outcome> outcomes, List<String> labels) {
    return outcomes.stream().filter(outcome -> labels.contains(outcome.contender())).findFirst();
  }

  private static List<String> cells(Outcome ours, List<Outcome> all) {
    ToDoubleFunction<Round> larger =
        ours.threads() == 1 ? round -> 1 / round.medianMicros() : Round::callsPerSecond;
    return Stream.concat(
            Stream.of(
                ours.operation(),
                String.valueOf(ours.threads()),
                ResultTable.time(ours.of(Round::medianMicros).median()),
                ResultTable.number(ours.of(Round::callsPerSecond).median()),
                ResultTable.time(ours.of(Round::serverCpuMicros).median()),
                ResultTable.time(ours.of(Round::databaseCpuMicros).median()),
                ResultTable.statements(ours)),
            Stream.of(Column.values())
                .map(
                    column ->
                        measured(all, column.peers)
                            .map(other -> ResultTable.ratio(ours.over(other, larger)))
                            .orElse("")))
        .toList();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
