package io.propolis.crawlers;

import io.propolis.crawlers.optimizers.OptimizerRunTask;
import io.propolis.crawlers.runs.RunWorker;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that runs optimizers until it is killed. */
final class OptimizingNode {
  private OptimizingNode() {}

  /**
   * Runs those of the catalog in a folder.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws InterruptedException {
    var lake = Lakes.open(S3Settings.DEFAULT);
    var catalog = new CatalogFixture(Path.of(arguments[0]), lake);
    var task = new OptimizerRunTask(catalog.catalog(), lake, Duration.ofHours(1), 1 << 20);
    var worker = new RunWorker(catalog.catalog(), "dying", List.of(new RunWorker.Share(task, 1)));
    worker.start(other -> false);
    new CountDownLatch(1).await();
  }
}
