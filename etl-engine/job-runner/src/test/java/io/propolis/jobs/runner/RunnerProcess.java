package io.propolis.jobs.runner;

import java.nio.file.Path;
import java.util.Map;

/** A runner in a process of its own, for tests that kill it. Arguments: folder, script. */
final class RunnerProcess {
  private RunnerProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    var folder = Path.of(arguments[0]);
    try (var store = RunnerFixture.open(folder);
        var runner = JobRunner.open(store, RunnerFixture.settings(folder))) {
      runner.start(RunnerFixture.job(folder, arguments[1]), Map.of(), run -> {}).await();
    }
  }
}
