package io.propolis.catalog.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the metastore protocol: it is granted or waits as a whole, and vanishes when its owner
 * stops sending heartbeats.
 *
 * @param id 0 before it is stored
 * @param transaction the transaction it belongs to, 0 for none
 * @param acquiredAt epoch milliseconds, absent while it waits
 * @param heartbeatAt epoch milliseconds of the last sign of life
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
    long heartbeatAt) {
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
   * @param operation the client's word for what it will do (INSERT, UPDATE …), kept for show_locks
   */
  public record Component(
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
      return overlaps(request) && !mode.admits(request.mode);
    }

    private boolean overlaps(Component other) {
      return database.equals(other.database)
          && covers(table, other.table)
          && covers(partition, other.partition);
    }

    private static boolean covers(@Nullable String one, @Nullable String other) {
      return one == null || other == null || one.equals(other);
    }
  }

  public boolean blocks(Lock request) {
    return components.stream().anyMatch(held -> request.components.stream().anyMatch(held::blocks));
  }

  public Lock withId(long newId) {
    return new Lock(
        newId, transaction, state, components, user, host, agentInfo, acquiredAt, heartbeatAt);
  }

  public Lock acquired(long at) {
    return new Lock(
        id, transaction, State.ACQUIRED, components, user, host, agentInfo, at, heartbeatAt);
  }

  public Lock withHeartbeat(long at) {
    return new Lock(id, transaction, state, components, user, host, agentInfo, acquiredAt, at);
  }
}
