package io.propolis.bench.run;

import io.propolis.bench.report.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run found.
 *
 * @param verdicts of promises that are not seen in the outcomes
 * @param notes what is said beside them
 */
public record Results(List<Outcome> outcomes, List<Verdict> verdicts, List<String> notes) {
  public static Results empty() {
    return new Results(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }
}
