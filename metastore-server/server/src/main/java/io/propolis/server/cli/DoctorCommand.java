package io.propolis.server.cli;

import io.propolis.server.cli.Finding.Verdict;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this machine has of what Propolis can use. */
@Command(
    name = "doctor",
    description = {
      "Show what is installed, what is missing, and how to get it.",
      "",
      "Exit code 1 when something is missing that the demo needs.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    var findings = new MachineCheck(environment).findings();
    var out = spec.commandLine().getOut();
    for (var finding : findings) {
      out.printf("%-8s %-12s %s%n", finding.verdict().shown(), finding.subject(), finding.found());
      if (!finding.remedy().isEmpty()) {
        out.printf("%-21s %s%n", "", finding.remedy());
      }
    }
    long missing =
        findings.stream().filter(finding -> finding.verdict() == Verdict.MISSING).count();
    out.println();
    out.println(
        missing == 0
            ? "Everything that the demo needs is here."
            : missing + " of the things that the demo needs are missing.");
    out.flush();
    return missing == 0 ? 0 : 1;
  }
}
