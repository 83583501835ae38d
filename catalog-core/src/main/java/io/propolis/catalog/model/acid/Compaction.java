package io.propolis.catalog.model.acid;

import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.TableName;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the compaction queue, or of its history.
 *
 * @param id 0 before it is stored
 * @param enqueuedAt epoch milliseconds
 */
public record Compaction(long id, Request request, State state, long enqueuedAt, Work work) {
  /** Hive's {@code CompactionType}. */
  public enum Kind {
    MINOR,
    MAJOR,
    REBALANCE,
    ABORT_TXN_CLEANUP,
    SMART_OPTIMIZE
  }

  /** Where an entry stands, with the word that Hive's clients show and its one letter. */
  public enum State {
    INITIATED("initiated", 'i'),
    WORKING("working", 'w'),
    READY_FOR_CLEANING("ready for cleaning", 'r'),
    SUCCEEDED("succeeded", 's'),
    FAILED("failed", 'f'),
    DID_NOT_INITIATE("did not initiate", 'a'),
    REFUSED("refused", 'c'),
    ABORTED("aborted", 'x');

    private final String word;
    private final char letter;

    State(String word, char letter) {
      this.word = word;
      this.letter = letter;
    }

    public String word() {
      return word;
    }

    public char letter() {
      return letter;
    }

    /** Whether the entry is history: nothing more happens to it. */
    public boolean isFinal() {
      return next().isEmpty();
    }

    public boolean mayBecome(State later) {
      return next().contains(later);
    }

    private Set<State> next() {
      return switch (this) {
        case INITIATED ->
            EnumSet.of(WORKING, SUCCEEDED, FAILED, DID_NOT_INITIATE, REFUSED, ABORTED);
        case WORKING ->
            // A worker that found nothing to do has succeeded without leaving anything to clean.
            EnumSet.of(INITIATED, READY_FOR_CLEANING, SUCCEEDED, FAILED, REFUSED);
        case READY_FOR_CLEANING -> EnumSet.of(SUCCEEDED, FAILED, REFUSED);
        case SUCCEEDED, FAILED, DID_NOT_INITIATE, REFUSED, ABORTED -> EnumSet.noneOf(State.class);
      };
    }
  }

  /**
   * What is to be compacted.
   *
   * @param partition absent for a table without partitions
   * @param buckets 0 to keep their number
   */
  public record Request(
      String database,
      String table,
      @Nullable String partition,
      Kind kind,
      @Nullable String runAs,
      Map<String, String> properties,
      @Nullable String initiator,
      @Nullable String initiatorVersion,
      @Nullable String pool,
      int buckets,
      @Nullable String orderBy) {
    public Request {
      database = Names.fold(database);
      table = Names.fold(table);
      properties = Map.copyOf(new LinkedHashMap<>(properties));
    }

    /** The same of a table that has got another name. */
    public Request of(String newDatabase, String newTable) {
      return new Request(
          newDatabase,
          newTable,
          partition,
          kind,
          runAs,
          properties,
          initiator,
          initiatorVersion,
          pool,
          buckets,
          orderBy);
    }

    public TableName tableName() {
      return TableName.of(database, table);
    }
  }

  /**
   * What has been done. Times are epoch milliseconds; what has not happened yet is absent.
   *
   * @param txn the transaction the compaction runs in
   * @param nextTxn the newest transaction at its commit: the files it replaced go when all up to
   *     there have ended
   */
  public record Work(
      @Nullable String worker,
      @Nullable String workerVersion,
      @Nullable String runAs,
      @Nullable Long startedAt,
      @Nullable Long endedAt,
      @Nullable Long cleanerStartedAt,
      @Nullable Long committedAt,
      @Nullable Long highestWriteId,
      @Nullable Long txn,
      @Nullable Long nextTxn,
      @Nullable String hadoopJob,
      @Nullable String error) {
    public static final Work NONE =
        new Work(null, null, null, null, null, null, null, null, null, null, null, null);

    public Work startedBy(@Nullable String newWorker, @Nullable String version, long at) {
      return new Work(
          newWorker,
          version,
          runAs,
          at,
          endedAt,
          cleanerStartedAt,
          committedAt,
          highestWriteId,
          txn,
          nextTxn,
          hadoopJob,
          error);
    }

    /** As before a worker took it. */
    public Work unstarted() {
      return new Work(
          null,
          null,
          runAs,
          null,
          endedAt,
          cleanerStartedAt,
          committedAt,
          highestWriteId,
          txn,
          nextTxn,
          hadoopJob,
          error);
    }

    public Work withoutWorker() {
      return new Work(
          null,
          workerVersion,
          runAs,
          startedAt,
          endedAt,
          cleanerStartedAt,
          committedAt,
          highestWriteId,
          txn,
          nextTxn,
          hadoopJob,
          error);
    }

    public Work ended(long at, @Nullable String newError) {
      return new Work(
          worker,
          workerVersion,
          runAs,
          startedAt,
          at,
          cleanerStartedAt,
          committedAt,
          highestWriteId,
          txn,
          nextTxn,
          hadoopJob,
          newError == null ? error : newError);
    }

    public Work in(long newTxn, @Nullable Long newHighestWriteId, @Nullable String newRunAs) {
      return new Work(
          worker,
          workerVersion,
          newRunAs == null ? runAs : newRunAs,
          startedAt,
          endedAt,
          cleanerStartedAt,
          committedAt,
          newHighestWriteId,
          newTxn,
          nextTxn,
          hadoopJob,
          error);
    }

    public Work committed(long newNextTxn, long at) {
      return new Work(
          worker,
          workerVersion,
          runAs,
          startedAt,
          endedAt,
          cleanerStartedAt,
          at,
          highestWriteId,
          txn,
          newNextTxn,
          hadoopJob,
          error);
    }

    public Work withHadoopJob(String job) {
      return new Work(
          worker,
          workerVersion,
          runAs,
          startedAt,
          endedAt,
          cleanerStartedAt,
          committedAt,
          highestWriteId,
          txn,
          nextTxn,
          job,
          error);
    }
  }

  public Compaction withId(long newId) {
    return new Compaction(newId, request, state, enqueuedAt, work);
  }

  public Compaction in(State newState, Work newWork) {
    return new Compaction(id, request, newState, enqueuedAt, newWork);
  }

  public Compaction with(Work newWork) {
    return new Compaction(id, request, state, enqueuedAt, newWork);
  }
}
