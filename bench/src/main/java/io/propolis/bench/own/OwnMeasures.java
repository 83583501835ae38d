package io.propolis.bench.own;

import io.propolis.bench.report.Verdict;
import io.propolis.bench.server.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is measured of our server alone, over the embedded database. */
public final class OwnMeasures {
  private static final String START_UP = "start-up";
  private static final String STATEMENTS = "statements";
  private static final String STATISTICS = "statistics-10000";
  private static final String DEMO = "demo";
  private static final int STARTS = 3;

  private OwnMeasures() {}

  /** The names of all, in the order in which they are measured. */
  public static List<String> keys() {
    return List.of(START_UP, STATEMENTS, STATISTICS, DEMO);
  }

  /** Measures those that are wanted, by their names. */
  public static List<Verdict> run(Sites sites, Predicate<String> wanted)
      throws IOException, InterruptedException, SQLException {
    var verdicts = new ArrayList<Verdict>();
    if (wanted.test(START_UP)) {
      verdicts.addAll(StartUp.run(sites, STARTS));
    }
    if (wanted.test(STATEMENTS)) {
      verdicts.add(AddPartitions.run(Files.createDirectory(sites.scratch().resolve(STATEMENTS))));
    }
    if (wanted.test(STATISTICS)) {
      verdicts.add(
          AggregateStatistics.run(Files.createDirectory(sites.scratch().resolve(STATISTICS))));
    }
    if (wanted.test(DEMO)) {
      verdicts.add(Demo.run(sites.launcher(), sites.scratch()));
    }
    return verdicts;
  }
}
