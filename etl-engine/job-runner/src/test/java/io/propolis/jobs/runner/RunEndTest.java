package io.propolis.jobs.runner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.jobs.model.JobLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that do not end by themselves. */
class RunEndTest {
  /** Writes the ids of its processes, one of which left the tree and ignores SIGTERM. */
  private static final String ENDLESS =
      """
      import os, subprocess, sys, time
      subprocess.Popen(["setsid", "nohup", "sh", "-c", "trap '' TERM; echo $$ > %1$s/stray; while :; do sleep 600; done"])
      child = subprocess.Popen(["sleep", "600"])
      while not os.path.exists("%1$s/stray"):
          time.sleep(0.02)
      print("running", flush=True)
      with open("%1$s/pids.part", "w") as pids:
          pids.write(f"{os.getpid()}\\n{os.getppid()}\\n{child.pid}\\n" + open("%1$s/stray").read())
      os.rename("%1$s/pids.part", "%1$s/pids")
      time.sleep(600)
      """;

  @TempDir Path folder;

  private RunnerFixture given;

  @BeforeEach
  void setUp() {
    given = new RunnerFixture(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    given.close();
  }

  @Test
  void cancellingEndsTheWholeProcessTree() throws Exception {
    var store = given.store();
    var settings =
        RunnerFixture.settings(folder).withTimes(RunnerFixture.LEASE, Duration.ofSeconds(1));
    var runner = given.runner(store, settings);
    var job = given.job(ENDLESS.formatted(folder)).withLimits(retries(2));
    var handle = runner.start(job, Map.of(), given::listen);
    var pids = given.awaitFile("pids");

    assertThatThrownBy(() -> runner.start(job, Map.of(), given::listen))
        .as("one run at a time is the default")
        .isInstanceOf(ConcurrentRunsExceededException.class)
        .hasMessageContainingAll("job job", "MaxConcurrentRuns is 1", handle.id());
    handle.cancel();
    var run = handle.await();

    assertThat(given.states).containsExactly("STARTING", "RUNNING", "STOPPING", "STOPPED");
    assertThat(run.error()).isNull();
    assertThat(pids).hasSize(4).noneMatch(pid -> ProcessTreeTest.lives(Long.parseLong(pid)));
    assertThat(RunnerFixture.hasProcesses(run.id())).isFalse();
    assertThat(RunnerFixture.lines(handle.logs().stdout())).contains("running");
    assertThat(RunnerFixture.find(store, run.id())).contains(run);
  }

  @Test
  void aRunThatTakesTooLongTimesOutAndIsNotTriedAgain() throws Exception {
    var limits = new JobLimits(1, 2, Duration.ofSeconds(3));
    var job = given.job("import time\ntime.sleep(600)\n").withLimits(limits);

    var run = given.runner().start(job, Map.of(), given::listen).await();

    assertThat(given.states).containsExactly("STARTING", "RUNNING", "TIMEOUT");
    assertThat(run.attempt()).isZero();
    assertThat(run.error()).isEqualTo("ran longer than its timeout of 3.0 s");
    assertThat(RunnerFixture.hasProcesses(run.id())).isFalse();
  }

  @Test
  void anotherNodeCanStopARun() throws Exception {
    var store = given.store();
    var settings =
        RunnerFixture.settings(folder).withTimes(Duration.ofMillis(600), RunnerFixture.GRACE);
    var handle =
        given
            .runner(store, settings)
            .start(given.job(ENDLESS.formatted(folder)), Map.of(), given::listen);
    given.awaitFile("pids");
    var other = given.runner(store, RunnerFixture.settings(folder));

    other.stop(handle.id());

    assertThat(handle.await().state()).isEqualTo(State.STOPPED);
    assertThat(RunnerFixture.hasProcesses(handle.id())).isFalse();
    assertThatThrownBy(() -> other.stop(handle.id())).hasMessageContaining("is STOPPED");
    assertThatThrownBy(() -> other.stop("jr_0")).hasMessage("Run not found: jr_0");
  }

  @Test
  void theLeaseIsProlongedWhileTheRunLasts() throws Exception {
    var store = given.store();
    var settings =
        RunnerFixture.settings(folder).withTimes(Duration.ofMillis(900), RunnerFixture.GRACE);
    var handle =
        given
            .runner(store, settings)
            .start(given.job(ENDLESS.formatted(folder)), Map.of(), given::listen);
    given.awaitFile("pids");
    long first = stored(handle).leaseUntil();

    await().atMost(10, SECONDS).until(() -> stored(handle).leaseUntil() > first + 900);

    assertThat(given.runner(store, settings).endAbandonedRuns()).isEmpty();
  }

  @Test
  void aRunTakenOverByAnotherNodeIsEndedHereWithoutTouchingItsRecord() throws Exception {
    var store = given.store();
    var settings =
        RunnerFixture.settings(folder).withTimes(Duration.ofMillis(600), RunnerFixture.GRACE);
    var handle =
        given
            .runner(store, settings)
            .start(given.job(ENDLESS.formatted(folder)), Map.of(), given::listen);
    given.awaitFile("pids");

    var taken = taken(handle);

    assertThatThrownBy(handle::await)
        .isInstanceOf(CatalogException.class)
        .hasMessageContainingAll(handle.id(), "taken over");
    assertThat(stored(handle)).isEqualTo(taken);
    assertThat(RunnerFixture.hasProcesses(handle.id())).isFalse();
  }

  @Test
  void closingTheRunnerStopsItsRuns() throws Exception {
    var runner = given.runner();
    var handle = runner.start(given.job(ENDLESS.formatted(folder)), Map.of(), given::listen);
    given.awaitFile("pids");

    runner.close();

    assertThat(handle.run().state()).isEqualTo(State.STOPPED);
    assertThat(RunnerFixture.hasProcesses(handle.id())).isFalse();
  }

  private static JobLimits retries(int retries) {
    return new JobLimits(1, retries, RunnerFixture.PLENTY);
  }

  private Run stored(JobRunHandle handle) {
    return RunnerFixture.find(given.openStore(), handle.id()).orElseThrow();
  }

  /** Another node takes the run over; a heartbeat may come between reading and writing. */
  private Run taken(JobRunHandle handle) {
    var store = given.openStore();
    return store.write(
        tx -> {
          var run = tx.runs().find(handle.id()).orElseThrow();
          var claimed = run.heldBy("another node", Long.MAX_VALUE);
          tx.runs().update(claimed);
          return claimed;
        });
  }
}
