package io.propolis.faults;

import io.propolis.faults.client.Findings;
import io.propolis.faults.cluster.Trouble;
import io.propolis.faults.history.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;

/** What a run that fails leaves behind. */
final class Report {
  private static final int SHOWN = 5;

  private Report() {}

  /** Writes the history beside the logs of the nodes, and returns what to tell. */
  static String write(
      FaultSettings settings, int number, Findings findings, Period period, Trouble trouble) {
    var file = settings.folder().resolve("history.txt");
    try (var out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("Found in period " + number + " with seed " + settings.seed());
      findings.all().forEach(out::println);
      long origin = origin(period);
      out.println("\nFaults, and calls in the order of their begin; times in ms:");
      for (var fault : trouble.done()) {
        int end = fault.indexOf(' ');
        long at = Long.parseLong(fault.substring(0, end));
        out.println("%10.3f %s".formatted((at - origin) / 1e6, fault.substring(end + 1)));
      }
      period.groups().forEach(group -> section(out, group.name(), group.history(), origin));
      section(out, "locks", period.locks().history(), origin);
      section(out, "transactions", period.transactions().history(), origin);
      out.println("\nThe log:");
      period.events().forEach(out::println);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    var shown = findings.all().stream().limit(SHOWN).toList();
    return """
        %s, period %d: %d findings, the first of them:
        %s
        The history is in %s, logs of servers and database beside it. To choose the same calls and faults again:
        ./propolis test fault-tests -- -Dtest=%sFaultTest -Dpropolis.faults.seed=%d"""
        .formatted(
            settings.name(),
            number,
            findings.all().size(),
            String.join("\n", shown),
            file,
            settings.name(),
            settings.seed());
  }

  private static long origin(Period period) {
    return period.groups().stream()
        .flatMap(group -> group.history().stream())
        .mapToLong(Operation::begin)
        .min()
        .orElse(0);
  }

  private static <C> void section(
      PrintWriter out, String name, List<Operation<C>> history, long origin) {
    out.println("\n" + name + ":");
    history.stream()
        .sorted(Comparator.comparingLong(Operation::begin))
        .forEach(operation -> out.println(operation.line(origin)));
  }
}
