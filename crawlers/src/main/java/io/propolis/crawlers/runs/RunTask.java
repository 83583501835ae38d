package io.propolis.crawlers.runs;

import io.propolis.catalog.model.Run;
import io.propolis.crawlers.progress.RunStoppedException;

/** How runs of one kind are begun and executed. Thread-safe. */
public interface RunTask {
  Run.Kind kind();

  /** Asks for the runs that schedules say are due. */
  void startDue();

  /**
   * Executes a run that this node holds, which has ended afterwards. One that failed with an
   * exception is ended by whoever called.
   *
   * @throws RunStoppedException when it was told to stop; {@link HeldRun#stopped} was called then
   */
  void execute(HeldRun held);
}
