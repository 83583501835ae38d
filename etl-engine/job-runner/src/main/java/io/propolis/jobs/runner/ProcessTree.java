package io.propolis.jobs.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes of one run. Descendants alone are not enough: a process whose parent died, or that
 * went into a session of its own, belongs to nobody. So every process of a run carries the run's id
 * in its environment, and the first one leads a session.
 */
final class ProcessTree {
  /** Environment variable that holds the run's id in each of its processes. */
  static final String MARK = "PROPOLIS_RUN";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
  private static final Path PROC = Path.of("/proc");
  private static final Duration POLL = Duration.ofMillis(50);

  /** A process that outlives SIGKILL this long hangs in the kernel: waiting on helps nobody. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String runId;
  private final @Nullable ProcessHandle leader;

  private ProcessTree(String runId, @Nullable ProcessHandle leader) {
    this.runId = runId;
    this.leader = leader;
  }

  /** The tree of a run whose first process this process has started itself. */
  static ProcessTree startedBy(String runId, ProcessHandle leader) {
    return new ProcessTree(runId, leader);
  }

  /**
   * What is left of a run that another process started. The recorded leader counts only while it is
   * the very same process; ids that were given to others since are left alone.
   */
  static ProcessTree leftBehind(String runId, ProcessIdentity leader) {
    var living =
        leader.living().filter(handle -> !Files.isDirectory(PROC) || isMarked(handle.pid(), runId));
    return new ProcessTree(runId, living.orElse(null));
  }

  /** {@code command} as the leader of a session of its own, where the system has such a thing. */
  static List<String> inOwnSession(List<String> command) {
    var result = new ArrayList<String>();
    setsid().ifPresent(path -> result.add(path.toString()));
    result.addAll(command);
    return result;
  }

  boolean isEmpty() {
    return living().isEmpty();
  }

  /** Sends SIGTERM to every process, and after {@code grace} SIGKILL to those that are left. */
  void end(Duration grace) {
    long start = System.nanoTime();
    var asked = new LinkedHashSet<ProcessHandle>();
    boolean interrupted = false;
    for (var living = living(); !living.isEmpty(); living = living()) {
      var elapsed = Duration.ofNanos(System.nanoTime() - start);
      if (elapsed.compareTo(grace) < 0) {
        // Each is asked once: a second SIGTERM cuts short what some do about the first.
        living.stream().filter(asked::add).forEach(ProcessHandle::destroy);
      } else if (elapsed.compareTo(grace.plus(PATIENCE)) < 0) {
        living.forEach(ProcessHandle::destroyForcibly);
      } else {
        LOG.warn("Run {}: processes {} survive SIGKILL", runId, pids(living));
        break;
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<ProcessHandle> living() {
    var found = new LinkedHashSet<ProcessHandle>();
    if (leader != null) {
      found.add(leader);
      leader.descendants().forEach(found::add);
    }
    if (Files.isDirectory(PROC)) {
      ProcessHandle.allProcesses().filter(this::belongs).forEach(found::add);
    }
    found.removeIf(handle -> !handle.isAlive() || ProcessStatus.of(handle.pid()).isZombie());
    found.remove(ProcessHandle.current());
    return found;
  }

  private boolean belongs(ProcessHandle handle) {
    return isMarked(handle.pid(), runId)
        || (leader != null && ProcessStatus.of(handle.pid()).session() == leader.pid());
  }

  private static boolean isMarked(long pid, String runId) {
    try {
      // Environments of other users' processes cannot be read; those are none of ours.
      var environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
      return ("\0" + new String(environment, StandardCharsets.ISO_8859_1))
          .contains("\0" + MARK + "=" + runId + "\0");
    } catch (IOException e) {
      return false;
    }
  }

  private static String pids(Set<ProcessHandle> handles) {
    return handles.stream().map(handle -> "" + handle.pid()).collect(Collectors.joining(", "));
  }

  private static Optional<Path> setsid() {
    for (var folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
      var candidate = Path.of(folder.isEmpty() ? "." : folder, "setsid");
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * State and session from /proc/PID/stat (proc(5), fields 3 and 6), which follow the command in
   * parentheses.
   *
   * @param session 0 when unknown
   */
  private record ProcessStatus(String state, long session) {
    static ProcessStatus of(long pid) {
      try {
        var stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcessStatus(fields[0], Long.parseLong(fields[3]));
      } catch (IOException | IndexOutOfBoundsException e) {
        return new ProcessStatus("", 0);
      }
    }

    /** Ended, but not yet fetched by its parent: it holds nothing and cannot be ended again. */
    boolean isZombie() {
      return state.equals("Z") || state.equals("X");
    }
  }
}
