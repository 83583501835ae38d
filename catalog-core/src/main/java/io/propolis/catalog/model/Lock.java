package io.propolis.catalog.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the metastore protocol: it is granted or waits as a whole, and vanishes when its owner
 * stops sending heartbeats.
 *
 * @param id 0 before it is stored
 * @param transaction the transaction it belongs to, 0 for none
 * @param acquiredAt epoch milliseconds, absent while it waits
 * @param heartbeatAt epoch milliseconds of the last sign of life; a transaction has its own
 * @param blockage what it waits for, absent when nothing is known to be in its way
 */
public record Lock(
    long id,
    long transaction,
    State state,
    List<Component> components,
    String user,
    String host,
    @Nullable String agentInfo,
    @Nullable Long acquiredAt,
    long heartbeatAt,
    @Nullable Blockage blockage) {
  public Lock {
    components = List.copyOf(components);
  }

  public enum State {
    ACQUIRED,
    WAITING
  }

  /** Hive's lock types; see Hive's manual, "Locks". */
  public enum Mode {
    SHARED_READ,
    SHARED_WRITE,
    EXCL_WRITE,
    EXCLUSIVE;

    /** Whether a holder of this mode lets another have {@code other} on the same thing. */
    public boolean admits(Mode other) {
      return switch (this) {
        case SHARED_READ -> other != EXCLUSIVE;
        case SHARED_WRITE -> other == SHARED_READ || other == SHARED_WRITE;
        case EXCL_WRITE -> other == SHARED_READ;
        case EXCLUSIVE -> false;
      };
    }
  }

  /**
   * What is locked. An absent table means the whole database, an absent partition the whole table.
   *
   * @param position 1, 2, 3 … within its lock
   * @param operation the client's word for what it will do (INSERT, UPDATE …)
   */
  public record Component(
      int position,
      Mode mode,
      String database,
      @Nullable String table,
      @Nullable String partition,
      @Nullable String operation) {
    public Component {
      database = Names.fold(database);
      table = table == null ? null : Names.fold(table);
    }

    /** True when both concern a common thing and the holder does not admit the request. */
    public boolean blocks(Component request) {
      return overlaps(request)
          && !mode.admits(request.mode)
          && !isReadOfDatabaseBeside(request)
          && !request.isReadOfDatabaseBeside(this);
    }

    private boolean overlaps(Component other) {
      return database.equals(other.database)
          && covers(table, other.table)
          && covers(partition, other.partition);
    }

    private static boolean covers(@Nullable String one, @Nullable String other) {
      return one == null || other == null || one.equals(other);
    }

    /**
     * Who reads a database only keeps it from being dropped: one of its tables may be locked by
     * somebody alone.
     */
    private boolean isReadOfDatabaseBeside(Component other) {
      return mode == Mode.SHARED_READ && table == null && other.table != null;
    }
  }

  /** One component waits for a component of another lock; both by their positions. */
  public record Blockage(int component, long lock, int lockComponent) {}

  /** What in this lock keeps the other one waiting. Locks of one transaction do not. */
  public Optional<Blockage> blocks(Lock request) {
    if (transaction != 0 && transaction == request.transaction) {
      return Optional.empty();
    }
    for (var held : components) {
      for (var wanted : request.components) {
        if (held.blocks(wanted)) {
          return Optional.of(new Blockage(wanted.position(), id, held.position()));
        }
      }
    }
    return Optional.empty();
  }

  /** The component at that position, from 1. */
  public Component component(int position) {
    return components.stream()
        .filter(component -> component.position() == position)
        .findFirst()
        .orElseThrow();
  }

  /** The same with one component more. */
  public Lock with(Component component) {
    var more = new ArrayList<>(components);
    more.add(component);
    return new Lock(
        id, transaction, state, more, user, host, agentInfo, acquiredAt, heartbeatAt, blockage);
  }

  public Lock withId(long newId) {
    return new Lock(
        newId,
        transaction,
        state,
        components,
        user,
        host,
        agentInfo,
        acquiredAt,
        heartbeatAt,
        blockage);
  }

  public Lock acquired(long at) {
    return new Lock(
        id, transaction, State.ACQUIRED, components, user, host, agentInfo, at, heartbeatAt, null);
  }

  public Lock waitingFor(Blockage newBlockage) {
    return new Lock(
        id,
        transaction,
        State.WAITING,
        components,
        user,
        host,
        agentInfo,
        null,
        heartbeatAt,
        newBlockage);
  }

  public Lock withHeartbeat(long at) {
    return new Lock(
        id, transaction, state, components, user, host, agentInfo, acquiredAt, at, blockage);
  }
}
