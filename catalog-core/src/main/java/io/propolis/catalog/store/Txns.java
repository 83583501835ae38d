package io.propolis.catalog.store;

import io.propolis.catalog.model.acid.Txn;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Transactions of engines. Statement counts do not grow with the number of transactions. */
public interface Txns {
  /**
   * The newest transaction there is, 0 before the first; nobody else opens one or commits what he
   * wrote before this transaction ends.
   */
  long lockHighWaterMark();

  /** The newest transaction there is, 0 before the first. */
  long highWaterMark();

  /** Sets the mark; {@link #lockHighWaterMark} was called before. */
  void raiseHighWaterMark(long id);

  void insert(Collection<Txn> txns);

  Optional<Txn> find(long id);

  /** Those that exist, by id; nobody else changes them before this transaction ends. */
  List<Txn> lock(Collection<Long> ids);

  /** Open and aborted ones, by id. */
  List<Txn> unfinished();

  /**
   * Ids of open ones whose last sign of life is not after the given time.
   *
   * @param replayedSilentSince the same for those of kind REPL_CREATED
   */
  List<Long> silent(long silentSince, long replayedSilentSince);

  /** A sign of life of the open ones among these. */
  void heartbeat(Collection<Long> ids, long at);

  /** Ends these open transactions. */
  void end(Collection<Long> ids, Txn.State state, @Nullable String cause);

  /**
   * Forgets the committed ones, and the aborted ones of which nothing is left, below {@code id},
   * whose last sign of life is not after {@code silentSince}.
   */
  void forgetBelow(long id, long silentSince);

  /** The open transactions that replay those of another warehouse: target by source. */
  Map<Long, Long> replayed(String policy);

  void putReplayed(String policy, Map<Long, Long> targetBySource);

  /** The policies under which these replay others. */
  List<String> policies(Collection<Long> targets);

  /** These replay nothing any more. */
  void deleteReplayed(Collection<Long> targets);
}
