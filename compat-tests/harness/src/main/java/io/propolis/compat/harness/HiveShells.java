package io.propolis.compat.harness;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One client of each generation that can run here, all connected to the same metastore. */
public final class HiveShells implements AutoCloseable {
  private final Map<HiveClient, HiveShell> shells = new EnumMap<>(HiveClient.class);

  private HiveShells() {}

  /** Starts all of them; without a Java for the newest, there are only the others. */
  public static HiveShells start(Metastore metastore, Path folder) {
    var started = new HiveShells();
    for (var generation : HiveClient.values()) {
      try {
        started.shells.put(generation, HiveShell.start(generation, folder));
      } catch (UnavailableException e) {
        // The tests of that generation alone say that it is missing.
      }
    }
    started.all().forEach(shell -> shell.connect(metastore.thriftUri(), Map.of()));
    return started;
  }

  /** From the oldest to the newest. */
  public List<HiveShell> all() {
    return List.copyOf(shells.values());
  }

  /** From the oldest to the newest and back again: each comes after an older and a newer one. */
  public Stream<HiveShell> thereAndBack() {
    var back = new java.util.ArrayList<>(all());
    java.util.Collections.reverse(back);
    return Stream.concat(all().stream(), back.stream());
  }

  /** The client of that generation, which must run here. */
  public HiveShell of(HiveClient generation) {
    var shell = shells.get(generation);
    if (shell == null) {
      throw new UnavailableException(generation + " does not run here");
    }
    return shell;
  }

  @Override
  public void close() {
    shells.values().forEach(HiveShell::close);
  }
}
