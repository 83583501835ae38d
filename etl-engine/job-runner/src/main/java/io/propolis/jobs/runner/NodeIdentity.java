package io.propolis.jobs.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Who holds a run: a runner within a process on a machine. As text it is the owner of a lease.
 *
 * @param machine host name with the name of its space of process ids, which containers have of
 *     their own
 */
record NodeIdentity(String machine, ProcessIdentity process, String runner) {
  static NodeIdentity ofThisProcess() {
    return new NodeIdentity(
        machineName(), ProcessIdentity.of(ProcessHandle.current()), UUID.randomUUID().toString());
  }

  /** The identity behind a lease owner; another kind of owner has one that never matches. */
  static NodeIdentity parse(String owner) {
    var parts = List.of(owner.split("\\|", -1));
    if (parts.size() != 4) {
      return new NodeIdentity(owner, new ProcessIdentity(-1, -1), "");
    }
    return new NodeIdentity(
        parts.get(0), ProcessIdentity.parse(parts.get(1), parts.get(2)), parts.get(3));
  }

  boolean isOnSameMachineAs(NodeIdentity other) {
    return machine.equals(other.machine);
  }

  String owner() {
    return String.join("|", machine, "" + process.pid(), "" + process.startedAt(), runner);
  }

  private static String machineName() {
    return hostName(System.getenv()) + "/" + processSpace();
  }

  private static String hostName(Map<String, String> environment) {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return environment.getOrDefault("HOSTNAME", "localhost");
    }
  }

  private static String processSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "pid";
    }
  }
}
