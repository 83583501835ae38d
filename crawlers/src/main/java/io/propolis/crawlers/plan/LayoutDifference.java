package io.propolis.crawlers.plan;

import io.propolis.catalog.model.StorageLayout;
import java.util.Objects;

/** Whether rows are read differently. */
final class LayoutDifference {
  private LayoutDifference() {}

  /** Compares what readers look at, and not what engines add for themselves. */
  static boolean of(StorageLayout first, StorageLayout second) {
    return !Objects.equals(first.inputFormat(), second.inputFormat())
        || !Objects.equals(first.serDe().library(), second.serDe().library())
        || !first.serDe().parameters().equals(second.serDe().parameters());
  }
}
