package io.propolis.catalog.jdbc;

import io.propolis.catalog.store.SoleRight;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right in the database, beside the position: free, had by a node, or ending, which is when
 * nobody may move the position on. Each state has a number that no other has, so that a statement
 * that comes late changes nothing.
 *
 * <p>Of one process one thread at a time changes it.
 */
final class JdbcSoleRight implements SoleRight {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcSoleRight.class);

  /**
   * How long a right ends: longer than {@link SoleLease#LENGTH_NANOS} by more than the clocks of
   * two machines differ in their pace.
   */
  static final long WAITED_NANOS = SoleLease.LENGTH_NANOS + TimeUnit.MILLISECONDS.toNanos(250);

  /** For whoever writes without giving signs of life, and may do so again. */
  static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A node that no node is. */
  private static final String ENDING = "";

  private static final String FIND =
      "SELECT sole_node, sole_term FROM change_position WHERE id = 1";
  private static final String CHANGE =
      "UPDATE change_position SET sole_node = ?, sole_term = ? WHERE id = 1 AND sole_term = ?";

  private final Dialect dialect;
  private final DataSource source;
  private final Sql.Counts counts;
  private final String address;
  private final SoleLease lease;
  private final MachineTime time;
  private final ReentrantLock turn = new ReentrantLock();

  /** The node that this process has taken the right for. */
  private volatile @Nullable String own;

  private volatile @Nullable Long lostAt;

  /** What stands in the database. */
  private record State(@Nullable String node, long term) {
    boolean isFree() {
      return node == null;
    }

    boolean isOf(@Nullable String someNode) {
      return node != null && node.equals(someNode);
    }

    boolean isEnding() {
      return ENDING.equals(node);
    }
  }

  /**
   * The right of a store.
   *
   * @param source of connections that commit by themselves
   * @param address of the database, for messages
   */
  JdbcSoleRight(
      Dialect dialect,
      DataSource source,
      Sql.Counts counts,
      String address,
      SoleLease lease,
      MachineTime time) {
    this.dialect = dialect;
    this.source = source;
    this.counts = counts;
    this.address = address;
    this.lease = lease;
    this.time = time;
  }

  @Override
  public boolean isHeld() {
    return lease.term() != SoleLease.NO_TERM;
  }

  @Override
  public void take(String node) {
    if (!isCalm()) {
      inTurn(() -> takeNow(node));
    }
  }

  private boolean isCalm() {
    var lost = lostAt;
    return lost != null && time.nanos() - lost < CALM_NANOS;
  }

  private void takeNow(String node) {
    own = node;
    var state = find();
    if (isHeld() && state.term == lease.term()) {
      return;
    }
    boolean wasHeld = isHeld();
    end(state);
    if (wasHeld) {
      return; // another has taken it away
    }
    var free = find();
    if (!free.isFree()) {
      return; // another was faster
    }
    // Whose answer is lost is not relied upon: the next that wants to write ends it.
    long term = change(free, node);
    if (term != SoleLease.NO_TERM) {
      lease.hold(term);
      LOG.info("This server alone changes the catalog in {}: it reads without asking", address);
    }
  }

  @Override
  public void end() {
    inTurn(() -> end(find()));
  }

  @Override
  public void giveBack() {
    if (isHeld()) {
      inTurn(
          () -> {
            var state = find();
            if (state.isOf(own)) {
              endOwn(state);
            }
          });
    }
  }

  /** Before a write that was refused is repeated: when it returns, no right known of stands. */
  void makeWay() {
    turn.lock();
    try {
      var state = find();
      // A write may have begun before the right was taken.
      if (state.term != lease.term()) {
        end(state);
      }
    } finally {
      turn.unlock();
    }
  }

  /** Says that another has taken the right away. */
  void lost() {
    lostAt = time.nanos();
    LOG.info("Others change the catalog in {}: this server asks for its position", address);
  }

  private void end(State state) {
    if (state.isOf(own)) {
      endOwn(state);
      return;
    }
    if (isHeld()) {
      lease.giveUp();
      lost();
    }
    if (!state.isFree()) {
      endOthers(state);
    }
  }

  /** Of this process: when it does not rely on it, nobody does. */
  private void endOwn(State state) {
    boolean held = isHeld();
    // Before the database hears of it: from here on nothing is answered from memory.
    lease.giveUp();
    change(state, null);
    if (held) {
      LOG.info("This server gives up to be alone over the catalog in {}", address);
    }
  }

  private void endOthers(State state) {
    var ending = state;
    if (!state.isEnding()) {
      LOG.info("Waiting until {} stops to be alone over the catalog in {}", state.node, address);
      long term = change(state, ENDING);
      if (term == SoleLease.NO_TERM) {
        return; // another does it
      }
      ending = new State(ENDING, term);
    }
    // From the moment that it was seen to be ending: nobody renews it after that.
    time.pass(WAITED_NANOS);
    change(ending, null);
  }

  private State find() {
    return on(
        sql -> sql.first(FIND, row -> new State(row.textOrNull(1), row.number(2))).orElseThrow());
  }

  /** The term of the new state; {@link SoleLease#NO_TERM} when the state is another already. */
  private long change(State from, @Nullable String node) {
    long term = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    return on(sql -> sql.update(CHANGE, node, term, from.term)) == 1 ? term : SoleLease.NO_TERM;
  }

  private interface Question<T> {
    T of(Sql sql);
  }

  private <T> T on(Question<T> question) {
    try (var connection = source.getConnection()) {
      return question.of(new Sql(connection, dialect, counts));
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e);
    }
  }

  private void inTurn(Runnable work) {
    turn.lock();
    try {
      Retries.run(
          address,
          () -> {
            work.run();
            return true;
          });
    } finally {
      turn.unlock();
    }
  }
}
