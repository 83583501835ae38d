package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.sql.SQLException;
import java.util.function.Supplier;

/** A statement failed. Never leaves this package: the store retries it or translates it. */
final class StatementFailure extends RuntimeException {
  private final Failure failure;

  StatementFailure(Failure failure, SQLException cause) {
    super(cause.getMessage(), cause);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }

  /** The given exception when the failure is of that sort, otherwise this one. */
  RuntimeException as(Failure expected, Supplier<CatalogException> exception) {
    return failure == expected ? exception.get() : this;
  }

  /**
   * The same failure to be tried again: a row appeared between a look-up and its insertion, so the
   * look-up of the next attempt will find and name it.
   */
  StatementFailure retryWhen(Failure expected) {
    return failure == expected ? as(Failure.RETRY) : this;
  }

  /** The same failure to be tried again at once, when a row stands already. */
  StatementFailure lookWhen(Failure expected) {
    return failure == expected ? as(Failure.LOOK) : this;
  }

  /** The same failure of another sort. */
  StatementFailure as(Failure other) {
    return getCause() instanceof SQLException cause ? new StatementFailure(other, cause) : this;
  }

  /** What callers of the store see. */
  CatalogException translated(String database) {
    return switch (failure) {
      case VALUE ->
          new CatalogException(
              Kind.INVALID, Entity.REQUEST, "The database refused a value: " + getMessage(), this);
      case RETRY, LOOK, FENCED ->
          new CatalogException(
              Kind.UNAVAILABLE,
              Entity.REQUEST,
              "The database is too busy (%s): %s".formatted(database, getMessage()),
              this);
      case CONNECTION, BROKEN ->
          new CatalogException(
              Kind.UNAVAILABLE,
              Entity.REQUEST,
              "The database cannot be reached (%s): %s".formatted(database, getMessage()),
              this);
      case UNCERTAIN ->
          new CatalogException(
              Kind.UNAVAILABLE,
              Entity.REQUEST,
              "The database (%s) broke off a commit and cannot be reached since: whether the change is made is not known: %s"
                  .formatted(database, getMessage()),
              this);
      case UNIQUE, FOREIGN_KEY, OTHER ->
          new CatalogException(
              Kind.UNAVAILABLE,
              Entity.REQUEST,
              "The database failed (%s): %s".formatted(database, getMessage()),
              this);
    };
  }
}
