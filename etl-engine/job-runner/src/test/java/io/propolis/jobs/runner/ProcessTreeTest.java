package io.propolis.jobs.runner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessTreeTest {
  @TempDir Path folder;

  private final String runId = "jr_" + UUID.randomUUID();
  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void leaveNothingBehind() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void childrenThatLeftTheSessionOrLostTheirParentEndWithTheTree() throws Exception {
    var leader =
        start(
            """
            sh -c 'echo $$ > orphan; exec sleep 600' &
            setsid sh -c 'echo $$ > other-session; exec sleep 600' &
            env -i /bin/sh -c 'echo $$ > no-mark; exec /bin/sleep 600' &
            exit 0
            """);
    var pids = List.of(pid("orphan"), pid("other-session"), pid("no-mark"));
    leader.onExit().get(10, SECONDS);

    ProcessTree.startedBy(runId, leader.toHandle()).end(Duration.ofSeconds(5));

    assertThat(pids).noneMatch(ProcessTreeTest::lives);
  }

  @Test
  void whatIgnoresTheRequestIsKilledAfterTheGrace() throws Exception {
    var leader = start("trap '' TERM; echo $$ > stubborn; while :; do sleep 600; done");
    pid("stubborn");
    long start = System.nanoTime();

    ProcessTree.startedBy(runId, leader.toHandle()).end(Duration.ofMillis(300));

    assertThat(leader.waitFor(1, SECONDS)).isTrue();
    assertThat(leader.exitValue()).as("128 + SIGKILL").isEqualTo(137);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void whatHeedsTheRequestHasTimeToTidyUp() throws Exception {
    var leader = start("trap 'echo tidy > tidied; exit 0' TERM; echo $$ > ready; sleep 600 & wait");
    pid("ready");

    ProcessTree.startedBy(runId, leader.toHandle()).end(Duration.ofSeconds(5));

    assertThat(folder.resolve("tidied")).hasContent("tidy");
  }

  @Test
  void aProcessThatWasGivenTheRecordedIdLaterIsLeftAlone() throws Exception {
    var stranger =
        new ProcessBuilder(ProcessTree.inOwnSession(List.of("sleep", "600"))).start().toHandle();
    started.add(stranger);
    var recorded = ProcessIdentity.of(stranger);
    var earlier = new ProcessIdentity(recorded.pid(), recorded.startedAt() - 60_000);

    ProcessTree.leftBehind(runId, earlier).end(Duration.ZERO);
    ProcessTree.leftBehind(runId, recorded).end(Duration.ZERO);

    assertThat(stranger.isAlive()).as("neither by its id nor without the run's mark").isTrue();
  }

  @Test
  void whatIsLeftBehindIsFoundByItsMarkAlone() throws Exception {
    var leader = start("setsid sh -c 'echo $$ > child; exec sleep 600' & exit 0");
    long child = pid("child");
    leader.onExit().get(10, SECONDS);

    var tree = ProcessTree.leftBehind(runId, new ProcessIdentity(-1, -1));
    assertThat(tree.isEmpty()).isFalse();
    tree.end(Duration.ofSeconds(5));

    assertThat(lives(child)).isFalse();
  }

  private Process start(String script) throws IOException {
    var builder =
        new ProcessBuilder(ProcessTree.inOwnSession(List.of("sh", "-c", script)))
            .directory(folder.toFile());
    builder.environment().put(ProcessTree.MARK, runId);
    var process = builder.start();
    started.add(process.toHandle());
    return process;
  }

  /** The process id that a script writes when it has got that far. */
  private long pid(String file) {
    var path = folder.resolve(file);
    await().until(() -> Files.exists(path) && Files.readString(path).endsWith("\n"));
    try {
      long pid = Long.parseLong(Files.readString(path).strip());
      ProcessHandle.of(pid).ifPresent(started::add);
      return pid;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A process that has ended but was not fetched by its parent is dead all the same. */
  static boolean lives(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
