package io.propolis.jobs.runner;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Run;
import java.util.concurrent.ExecutionException;

/** A run that this node carries out. */
public final class JobRunHandle {
  private final RunExecution execution;
  private final RunnerSettings settings;

  JobRunHandle(RunExecution execution, RunnerSettings settings) {
    this.execution = execution;
    this.settings = settings;
  }

  /** "jr_" and 64 hexadecimal digits, as Glue's. */
  public String id() {
    return execution.current().id();
  }

  /** The run as it is stored now. */
  public Run run() {
    return execution.current();
  }

  /**
   * Waits for the end. Throws {@link CatalogException} when it could not be recorded, or another
   * node has taken the run over.
   */
  public Run await() throws InterruptedException {
    try {
      return execution.end().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CatalogException cause) {
        throw cause;
      }
      throw new IllegalStateException("run " + id() + " broke off", e.getCause());
    }
  }

  /** Asks for the run's end and returns at once; its whole process tree is ended. */
  public void cancel() {
    execution.stop();
  }

  /** Log files of the latest attempt. */
  public RunLogs logs() {
    return logs(run().attempt());
  }

  /** Log files of an attempt, counted from 0. */
  public RunLogs logs(int attempt) {
    return AttemptFolder.of(settings.dataFolder(), id(), attempt).logs();
  }
}
