package io.propolis.crawlers.statistics;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.StatisticsTask;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.runs.HeldRun;
import io.propolis.crawlers.runs.RunTask;
import io.propolis.crawlers.statistics.StatisticsComputation.Done;
import io.propolis.files.Lake;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes column statistics: of the tables that are asked for, and of those whose time has come.
 */
public final class StatisticsRunTask implements RunTask {
  private final Session session;
  private final Lake lake;

  public StatisticsRunTask(Catalog catalog, Lake lake) {
    this.session = catalog.as(new Caller("", "statistics"));
    this.lake = lake;
  }

  @Override
  public Run.Kind kind() {
    return Run.Kind.COLUMN_STATISTICS;
  }

  @Override
  public void startDue() {
    session
        .statisticsSettings(new StoredCrawlers())
        .startDue((table, document) -> StatisticsSettings.parse(document).task(table).asProgress());
  }

  @Override
  public void execute(HeldRun held) {
    var task = StatisticsTask.of(held.run().progress());
    var done =
        new StatisticsComputation(lake, session, task.part(), held::goesOn)
            .compute(task.table(), task.columns());
    if (done.isWhole()) {
      held.end(State.SUCCEEDED, null, progress(held.run(), done), List.of());
    } else {
      held.stopped();
      held.goOn();
    }
  }

  private static Map<String, String> progress(Run run, Done done) {
    var progress = new LinkedHashMap<>(run.progress());
    progress.put("computed", String.join("\n", done.columns()));
    progress.put("files", Long.toString(done.files()));
    progress.put("bytes", Long.toString(done.bytes()));
    return progress;
  }
}
