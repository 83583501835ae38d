package io.propolis.faults.acid;

import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.client.Findings;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.hive.metastore.api.CheckLockRequest;
import org.apache.hadoop.hive.metastore.api.HeartbeatRequest;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;

/**
 * Exclusive locks without transactions, as Iceberg takes them, which clients hold for a while,
 * renew, give up, or forget.
 */
public final class Locks {
  private static final int TURN_NANOS = 50_000_000;
  private static final String STATE = "state";
  private static final String ID = "id";

  private final String database;
  private final List<String> keys;
  private final Duration timeout;
  private final Map<Integer, Held> held = new ConcurrentHashMap<>();
  private final List<LockHold> holds = new ArrayList<>();
  private final List<Operation<String>> history = new ArrayList<>();

  /** Locks on tables of these names, which need not stand. */
  public Locks(String database, List<String> keys, Duration timeout) {
    this.database = database;
    this.keys = List.copyOf(keys);
    this.timeout = timeout;
  }

  /**
   * A lock that a client asked for.
   *
   * @param acquired when it was told that it has it; 0 while it waits
   * @param sign when it sent its last acknowledged sign of life
   */
  private record Held(String key, long id, long acquired, long sign) {}

  /** One call of a client. */
  public void step(CatalogClient client) {
    var mine = held.get(client.number());
    if (mine == null) {
      request(client, keys.get(client.random().nextInt(keys.size())));
    } else if (mine.acquired() == 0) {
      waitFor(client, mine);
    } else {
      use(client, mine);
    }
  }

  private void request(CatalogClient client, String key) {
    var component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, database);
    component.setTablename(key);
    var request = new LockRequest(List.of(component), "client-" + client.number(), "here");
    call(client, "lock " + key, metastore -> seen(metastore.lock(request)))
        .ifPresent(operation -> asked(client, key, operation));
  }

  private void asked(CatalogClient client, String key, Operation<String> operation) {
    if (operation.outcome() instanceof Seen seen) {
      long id = Long.parseLong(seen.values().getOrDefault(ID, "0"));
      long acquired = isAcquired(seen) ? operation.end() : 0;
      held.put(client.number(), new Held(key, id, acquired, operation.begin()));
    }
  }

  private void waitFor(CatalogClient client, Held mine) {
    if (client.random().nextInt(10) == 0) {
      release(client, mine);
      return;
    }
    check(client, mine);
  }

  private void check(CatalogClient client, Held mine) {
    var request = new CheckLockRequest(mine.id());
    call(client, "check " + mine, metastore -> seen(metastore.check_lock(request)))
        .ifPresent(
            operation -> {
              if (operation.outcome() instanceof Seen) {
                asked(client, mine.key(), operation);
              } else if (operation.outcome() instanceof Refused) {
                lost(client, mine, operation);
              }
            });
  }

  private void use(CatalogClient client, Held mine) {
    switch (client.random().nextInt(6)) {
      case 0, 1 -> release(client, mine);
      case 2 -> {
        if (client.random().nextInt(4) == 0) {
          forget(client, mine, Long.MAX_VALUE);
        }
      }
      default -> renew(client, mine);
    }
  }

  private void renew(CatalogClient client, Held mine) {
    var request = new HeartbeatRequest();
    request.setLockid(mine.id());
    call(
            client,
            "heartbeat " + mine,
            metastore -> {
              metastore.heartbeat(request);
              return Outcome.OK;
            })
        .ifPresent(
            operation -> {
              if (operation.outcome() instanceof Refused) {
                lost(client, mine, operation);
              } else if (operation.isKnown()) {
                held.put(
                    client.number(),
                    new Held(mine.key(), mine.id(), mine.acquired(), operation.begin()));
              }
            });
  }

  /** The server says that a lock is gone: it may be so only when its time was over. */
  private void lost(CatalogClient client, Held mine, Operation<String> operation) {
    if (operation.end() < mine.sign() + timeout.toNanos()) {
      client
          .findings()
          .add("A lock is gone before its time: %s".formatted(operation.line(mine.sign())));
    }
    forget(client, mine, operation.begin());
  }

  private void release(CatalogClient client, Held mine) {
    var request = new UnlockRequest(mine.id());
    call(
            client,
            "unlock " + mine,
            metastore -> {
              metastore.unlock(request);
              return Outcome.OK;
            })
        .ifPresent(operation -> forget(client, mine, operation.begin()));
  }

  private void forget(CatalogClient client, Held mine, long until) {
    held.remove(client.number());
    if (mine.acquired() == 0) {
      return;
    }
    long end = Math.min(until, mine.sign() + timeout.toNanos());
    synchronized (holds) {
      holds.add(new LockHold(client.number(), mine.key(), mine.id(), mine.acquired(), end));
    }
  }

  private Optional<Operation<String>> call(
      CatalogClient client, String call, CatalogClient.Body body) {
    var operation = client.call(call, body);
    operation.ifPresent(
        each -> {
          synchronized (history) {
            history.add(each);
          }
        });
    return operation;
  }

  private static Seen seen(LockResponse response) {
    return new Seen(
        Map.of(STATE, response.getState().name(), ID, String.valueOf(response.getLockid())));
  }

  private static boolean isAcquired(Seen seen) {
    return LockState.ACQUIRED.name().equals(seen.values().get(STATE));
  }

  /** What was called so far. */
  public List<Operation<String>> history() {
    synchronized (history) {
      return List.copyOf(history);
    }
  }

  /**
   * When all clients are done and all nodes answer: locks of clients that forgot them, or never
   * heard that they have them, go by themselves, so that each can be had again.
   */
  public void checkFree(CatalogClient client, Duration patience) {
    held.forEach((owner, mine) -> abandon(owner, mine));
    held.clear();
    for (var key : keys) {
      long deadline = System.nanoTime() + timeout.plus(patience).toNanos();
      while (!isHad(client, key) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TURN_NANOS);
      }
      if (!isHad(client, key)) {
        client
            .findings()
            .add("Nobody lives who has the lock of %s, but it is not free".formatted(key));
      }
      var mine = held.remove(client.number());
      if (mine != null) {
        release(client, mine);
      }
    }
  }

  private void abandon(int owner, Held mine) {
    if (mine.acquired() != 0) {
      synchronized (holds) {
        long end = mine.sign() + timeout.toNanos();
        holds.add(new LockHold(owner, mine.key(), mine.id(), mine.acquired(), end));
      }
    }
  }

  private boolean isHad(CatalogClient client, String key) {
    var mine = held.get(client.number());
    if (mine == null) {
      request(client, key);
    } else if (mine.acquired() == 0) {
      check(client, mine);
    } else {
      return true;
    }
    return false;
  }

  /** That no two clients could both be sure to have the same lock. */
  public void check(Findings findings) {
    List<LockHold> all;
    synchronized (holds) {
      all = List.copyOf(holds);
    }
    check(all, findings);
  }

  static void check(List<LockHold> holds, Findings findings) {
    var latest = new HashMap<String, LockHold>();
    for (var hold : holds.stream().sorted(Comparator.comparingLong(LockHold::from)).toList()) {
      var before = latest.get(hold.key());
      if (before != null && hold.from() < before.until() && hold.from() < hold.until()) {
        findings.add("A lock was held twice: %s and %s".formatted(before, hold));
      }
      if (before == null || hold.until() > before.until()) {
        latest.put(hold.key(), hold);
      }
    }
  }
}
