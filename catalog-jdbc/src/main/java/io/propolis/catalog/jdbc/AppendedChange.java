package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.change.ChangedObjects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A change that waits for the commit, which gives it its position. */
final class AppendedChange implements LongSupplier {
  private final Change change;
  private final @Nullable ChangedObjects objects;
  private long position;

  AppendedChange(Change change, @Nullable ChangedObjects objects) {
    this.change = change;
    this.objects = objects;
  }

  /** Without a position. */
  Change change() {
    return change;
  }

  @Nullable ChangedObjects objects() {
    return objects;
  }

  void committedAt(long committed) {
    position = committed;
  }

  @Override
  public long getAsLong() {
    if (position == 0) {
      throw new IllegalStateException("A change has no position before its commit: " + change);
    }
    return position;
  }
}
