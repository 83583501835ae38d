package io.propolis.jobs.runner;

import static io.propolis.catalog.CatalogException.Entity.RUN;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Runs;
import io.propolis.jobs.model.InvalidJobException;
import io.propolis.jobs.model.JobDefinition;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Carries out runs of jobs on this node. Each run is a process tree of its own and is kept in the
 * catalog's database under a lease, so that no run is lost when this process dies.
 */
public final class JobRunner implements AutoCloseable {
  private static final int ID_BYTES = 32;

  private final CatalogStore store;
  private final RunnerSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final NodeIdentity self = NodeIdentity.ofThisProcess();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, RunExecution> active = new ConcurrentHashMap<>();
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "job-run-heartbeats");
            thread.setDaemon(true);
            return thread;
          });

  private JobRunner(CatalogStore store, RunnerSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Opens a runner, and first ends what runners that died have left behind. */
  public static JobRunner open(CatalogStore store, RunnerSettings settings) {
    var runner = new JobRunner(store, settings);
    runner.endAbandonedRuns();
    runner.beat();
    return runner;
  }

  /**
   * Starts a run and returns when it is recorded. Throws {@link InvalidJobException} for arguments
   * or files that cannot be served and {@link ConcurrentRunsExceededException}; no run exists then.
   *
   * @param arguments over the job's defaults; names begin with "--"
   */
  public JobRunHandle start(
      JobDefinition job, Map<String, String> arguments, RunListener listener) {
    var submission = new SparkSubmission(settings, job, job.argumentsOf(arguments));
    endAbandonedRuns();
    var run = store.write(tx -> inserted(tx.runs(), job));
    var ledger = new RunLedger(store, clock, settings.lease(), run);
    var execution = new RunExecution(ledger, submission, job.limits(), settings, listener, clock);
    active.put(run.id(), execution);
    execution.end().whenComplete((ended, error) -> active.remove(run.id()));
    new Thread(execution, "job-run-" + run.id().substring(0, 11)).start();
    return new JobRunHandle(execution, settings);
  }

  /**
   * Asks for the end of a run, whichever node carries it out; that node hears of it within a third
   * of its lease. Throws NOT_FOUND, and INVALID when the run has ended already.
   */
  public void stop(String runId) {
    var own = active.get(runId);
    if (own != null) {
      own.stop();
      return;
    }
    store.write(
        tx -> {
          var run = tx.runs().find(runId).orElseThrow(() -> CatalogException.notFound(RUN, runId));
          if (run.state().isFinal()) {
            throw CatalogException.invalid(RUN, "Run " + runId + " is " + run.state());
          }
          if (run.state() != State.STOPPING) {
            tx.runs().update(run.in(State.STOPPING));
          }
          return run;
        });
  }

  /**
   * Ends runs whose runner died, with what is left of their processes on this machine. Returns them
   * in their final state. Done by {@link #open} and {@link #start} too.
   */
  public List<Run> endAbandonedRuns() {
    return new AbandonedRuns(store, clock, settings, self).end(active.keySet());
  }

  /** Stops the runs under way and waits for their end, which takes as long as the grace lasts. */
  @Override
  public void close() {
    var executions = List.copyOf(active.values());
    executions.forEach(RunExecution::stop);
    executions.forEach(execution -> execution.end().handle((run, error) -> run).join());
    heartbeats.shutdownNow();
  }

  private Run inserted(Runs runs, JobDefinition job) {
    runs.serialise();
    var others =
        runs.unfinished(Run.Kind.JOB).stream()
            .filter(run -> run.subject().equals(job.name()))
            .map(Run::id)
            .toList();
    int limit = job.limits().maxConcurrentRuns();
    if (others.size() >= limit) {
      throw new ConcurrentRunsExceededException(job.name(), limit, others);
    }
    long now = clock.millis();
    var run =
        Run.starting(
            newId(),
            Run.Kind.JOB,
            job.name(),
            "manual",
            self.owner(),
            now + settings.lease().toMillis(),
            now);
    runs.insert(run);
    return run;
  }

  private String newId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "jr_" + HexFormat.of().formatHex(bytes);
  }

  private void beat() {
    long period = Math.max(1, settings.lease().toMillis() / 3);
    heartbeats.scheduleWithFixedDelay(
        () -> active.values().forEach(RunExecution::heartbeat),
        period,
        period,
        TimeUnit.MILLISECONDS);
  }
}
