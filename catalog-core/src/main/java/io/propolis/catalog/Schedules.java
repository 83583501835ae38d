package io.propolis.catalog;

import java.time.Instant;
import java.util.Optional;

/** Reckons the times of cron expressions. */
public interface Schedules {
  /**
   * The first time after {@code moment}; empty when there is none.
   *
   * @param expression in the form that its owner uses: Hive's are Quartz's, with seconds; Glue's
   *     are {@code cron(…)} without
   * @throws CatalogException INVALID for what is no expression
   */
  Optional<Instant> next(String expression, Instant moment);

  /**
   * Checks an expression that somebody gives. One that stands and would be refused by now goes on.
   *
   * @throws CatalogException INVALID
   */
  default void check(String expression) {
    next(expression, Instant.EPOCH);
  }
}
