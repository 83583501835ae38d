package io.propolis.jobs.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.store.CatalogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose runner died without a word. */
class AbandonedRunsTest {
  @TempDir Path folder;

  private RunnerFixture given;
  private Process victim;

  @BeforeEach
  void setUp() {
    given = new RunnerFixture(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    if (victim != null) {
      victim.destroyForcibly();
    }
    given.close();
  }

  @Test
  void theNextRunnerEndsTheProcessesOfAKilledOneAndFailsItsRun() throws Exception {
    victim =
        runnerProcess(
            """
            import os, sys, time
            with open("%1$s/part", "w") as file:
                file.write(sys.argv[sys.argv.index("--JOB_RUN_ID") + 1] + "\\n" + str(os.getpid()) + "\\n")
            os.rename("%1$s/part", "%1$s/started")
            time.sleep(600)
            """);
    var started = given.awaitFile("started");
    var runId = started.get(0);
    kill(victim);
    assertThat(ProcessTreeTest.lives(Long.parseLong(started.get(1))))
        .as("the script goes on without its runner")
        .isTrue();

    var store = given.store();
    var runner = given.runner(store, RunnerFixture.settings(folder));

    var run = RunnerFixture.find(store, runId).orElseThrow();
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("process " + victim.pid(), "died", "its processes were ended");
    assertThat(RunnerFixture.hasProcesses(runId)).isFalse();
    var next = runner.start(given.job("print('next')"), Map.of(), given::listen);
    assertThat(next.await().state()).as("the job is free again").isEqualTo(State.SUCCEEDED);
  }

  @Test
  void aScriptThatOutlivesItsRunnerAndSucceedsIsASuccess() throws Exception {
    victim =
        runnerProcess(
            """
            import os, sys, time
            with open("%1$s/part", "w") as file:
                file.write(sys.argv[sys.argv.index("--JOB_RUN_ID") + 1] + "\\n")
            os.rename("%1$s/part", "%1$s/started")
            while not os.path.exists("%1$s/go"):
                time.sleep(0.02)
            print("finished alone")
            """);
    var runId = given.awaitFile("started").get(0);
    kill(victim);
    Files.createFile(folder.resolve("go"));
    await().atMost(RunnerFixture.PLENTY).until(() -> !RunnerFixture.hasProcesses(runId));

    var store = given.store();
    given.runner(store, RunnerFixture.settings(folder));

    var run = RunnerFixture.find(store, runId).orElseThrow();
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(AttemptFolder.of(folder.resolve("data"), runId, 0).logs().stdout())
        .content()
        .contains("finished alone");
  }

  @Test
  void onlyTheLeaseTellsWhetherARunnerElsewhereIsDead() {
    var store = given.store();
    long now = System.currentTimeMillis();
    var alive = insert(store, "jr_alive", "elsewhere/pid|1|1|x", now + 60_000);
    insert(store, "jr_dead", "elsewhere/pid|1|1|x", now - 1);

    given.runner(store, RunnerFixture.settings(folder));

    assertThat(RunnerFixture.find(store, "jr_alive")).contains(alive);
    var dead = RunnerFixture.find(store, "jr_dead").orElseThrow();
    assertThat(dead.state()).isEqualTo(State.FAILED);
    assertThat(dead.error()).contains("elsewhere", "cannot be reached from here");
  }

  @Test
  void aRunThatWasBeingStoppedEndsAsStopped() {
    var store = given.store();
    var self = NodeIdentity.ofThisProcess();
    var owner = new NodeIdentity(self.machine(), new ProcessIdentity(1 << 30, 1), "x").owner();
    var run = insert(store, "jr_1", owner, Long.MAX_VALUE);
    update(store, run.in(State.STOPPING));

    given.runner(store, RunnerFixture.settings(folder));

    assertThat(RunnerFixture.find(store, "jr_1").orElseThrow().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aStrangerWithTheRecordedProcessIdIsLeftAlone() throws Exception {
    victim = new ProcessBuilder(ProcessTree.inOwnSession(List.of("sleep", "600"))).start();
    var store = given.store();
    var self = NodeIdentity.ofThisProcess();
    var owner = new NodeIdentity(self.machine(), new ProcessIdentity(1 << 30, 1), "x").owner();
    var run = insert(store, "jr_1", owner, 0);
    var identity = ProcessIdentity.of(victim.toHandle());
    update(
        store,
        run.withProgress(
            Map.of("pid", "" + identity.pid(), "pid.startedAt", "" + identity.startedAt())));

    given.runner(store, RunnerFixture.settings(folder));

    assertThat(RunnerFixture.find(store, "jr_1").orElseThrow().state()).isEqualTo(State.FAILED);
    assertThat(victim.isAlive()).isTrue();
  }

  private static Run insert(CatalogStore store, String id, String owner, long leaseUntil) {
    var run = Run.starting(id, Run.Kind.JOB, "job", "manual", owner, leaseUntil, 1);
    return store.write(
        tx -> {
          tx.runs().insert(run);
          return run;
        });
  }

  private static void update(CatalogStore store, Run run) {
    store.write(
        tx -> {
          tx.runs().update(run);
          return run;
        });
  }

  private Process runnerProcess(String script) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RunnerProcess.class.getName(),
            folder.toString(),
            script.formatted(folder))
        .inheritIO()
        .start();
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }
}
