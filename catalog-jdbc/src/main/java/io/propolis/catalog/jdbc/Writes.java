package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.Mode.Attempt;
import io.propolis.catalog.store.Transaction;
import java.util.Collection;
import java.util.function.Function;

/** Writes transactions. */
interface Writes {
  /**
   * Runs the work and commits it, or throws what it threw. A {@link StatementFailure} with RETRY or
   * BROKEN means that nothing of it is or will be in the database.
   */
  <T> T once(Function<Transaction, T> work, Attempt attempt);

  /** Removes what is kept of commits for too long. Returns how much. */
  int tidy();

  /** What a store gives to its transactions, and wants to know of them. */
  interface Transactions {
    JdbcTransaction begin(Sql sql, Attempt attempt);

    Sql.Counts counts();

    /**
     * A commit is about to be sent that moves the position; {@link #commitEnded} follows, behind
     * what is to be told of it.
     */
    void committing();

    /** A commit has an end, which was told, or nobody will ever know. */
    void commitEnded();

    /** A transaction was refused since another server alone may move the position on. */
    void fenced();

    /**
     * Transactions that have moved the position are committed; to be told before anybody is told of
     * the commit itself.
     *
     * @param position of the last of their changes
     */
    void committed(Collection<JdbcTransaction> moved, long position);

    /** Nobody knows how a commit ended. */
    void uncertain();

    /** What transactions have read may have been taken back. */
    void takenBack();
  }
}
