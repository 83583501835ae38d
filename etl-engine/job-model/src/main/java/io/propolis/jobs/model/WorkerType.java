package io.propolis.jobs.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sizes of a worker, as Glue defines them: virtual processors and memory in GiB. */
public enum WorkerType {
  STANDARD("Standard", 4, 16),
  G_025X("G.025X", 2, 4),
  G_1X("G.1X", 4, 16),
  G_2X("G.2X", 8, 32),
  G_4X("G.4X", 16, 64),
  G_8X("G.8X", 32, 128),
  G_12X("G.12X", 48, 192),
  G_16X("G.16X", 64, 256),
  R_1X("R.1X", 4, 32),
  R_2X("R.2X", 8, 64),
  R_4X("R.4X", 16, 128),
  R_8X("R.8X", 32, 256);

  private final String label;
  private final int cores;
  private final int memoryGib;

  WorkerType(String label, int cores, int memoryGib) {
    this.label = label;
    this.cores = cores;
    this.memoryGib = memoryGib;
  }

  public String label() {
    return label;
  }

  public int cores() {
    return cores;
  }

  public int memoryGib() {
    return memoryGib;
  }

  public static Optional<WorkerType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(WorkerType::label).toList();
  }
}
