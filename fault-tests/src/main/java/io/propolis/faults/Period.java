package io.propolis.faults;

import static io.propolis.faults.FaultSettings.LOCK_DELAY;
import static io.propolis.faults.FaultSettings.LOCK_TIMEOUT;
import static io.propolis.faults.FaultSettings.RECOVERY;

import io.propolis.faults.acid.Locks;
import io.propolis.faults.acid.Transactions;
import io.propolis.faults.catalog.CatalogCheck;
import io.propolis.faults.catalog.Databases;
import io.propolis.faults.catalog.IcebergTable;
import io.propolis.faults.catalog.ObjectGroup;
import io.propolis.faults.catalog.Partitions;
import io.propolis.faults.catalog.Partitions.Writes;
import io.propolis.faults.catalog.Tables;
import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.client.Findings;
import io.propolis.faults.cluster.Node;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.linear.Verdict.Undecided;
import io.propolis.faults.linear.Verdict.Violated;
import io.propolis.faults.log.ExpectedWrite;
import io.propolis.faults.log.LogCheck;
import io.propolis.faults.log.LogTail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.NotificationEvent;

/**
 * Objects of their own, that clients call for a while and that are then checked: so the history to
 * be searched, and what is kept in memory, stay small however long a run is.
 */
final class Period {
  private static final int PARTITIONS = 10;

  private final List<Node> nodes;
  private final Findings findings;
  private final String database;
  private final List<ObjectGroup> groups;
  private final Locks locks;
  private final Transactions transactions;
  private final LogTail tail;
  private final long start;
  private int undecided;
  private List<NotificationEvent> events = List.of();

  private Period(List<Node> nodes, Findings findings, int number, String folder, long start) {
    this.nodes = nodes;
    this.findings = findings;
    this.database = name(number);
    this.groups =
        List.of(
            new Databases(List.of(database + "_a", database + "_b"), folder),
            new Tables(database, List.of("t0", "t1", "t2"), folder),
            new Tables(database, List.of("u0", "u1"), folder),
            new IcebergTable(database, "i0", folder),
            new IcebergTable(database, "i1", folder),
            new Partitions(database, "p0", folder, PARTITIONS, Writes.WITH_TABLE),
            new Partitions(database, "p1", folder, PARTITIONS, Writes.WITH_RENAMES));
    this.locks = new Locks(database, List.of("l0", "l1"), LOCK_TIMEOUT);
    this.transactions = new Transactions(database, "acid", LOCK_TIMEOUT);
    this.start = start;
    this.tail = new LogTail(start);
  }

  private static String name(int number) {
    return "f%06d".formatted(number);
  }

  /**
   * Makes its database. All nodes must be well.
   *
   * @throws IllegalStateException when that takes longer than a recovery from faults
   */
  static Period begin(
      List<Node> nodes, CatalogClient client, Findings findings, int number, String folder) {
    var node = nodes.get(0);
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (System.nanoTime() < deadline) {
      var start =
          make(client, node, name(number), folder).flatMap(made -> LogTail.position(client, node));
      if (start.isPresent()) {
        return new Period(nodes, findings, number, folder, start.get());
      }
    }
    throw new IllegalStateException(
        "Cannot make the database %s at %s".formatted(name(number), node.name()));
  }

  /** Empty when nobody told that it stands. */
  private static Optional<Operation<String>> make(
      CatalogClient client, Node node, String name, String folder) {
    var database = new Database(name, "", folder + "/" + name, new HashMap<>());
    return client
        .call(
            node,
            "make " + name,
            metastore -> {
              metastore.create_database(database);
              return Outcome.OK;
            })
        .filter(Operation::isKnown);
  }

  /** One call of a client to one of the objects. */
  void step(CatalogClient client) {
    int which = client.random().nextInt(groups.size() + 3);
    if (which < groups.size()) {
      groups.get(which).step(client);
    } else if (which == groups.size()) {
      locks.step(client);
    } else if (which == groups.size() + 1) {
      transactions.step(client);
    } else {
      tail.step(client);
    }
  }

  /** Reads what stands, when nobody calls any more and the cluster is healed, and checks all. */
  void end(CatalogClient client) {
    if (!awaitAnswers(client)) {
      return;
    }
    locks.checkFree(client, LOCK_DELAY);
    transactions.read(client);
    var standing = standing(client);
    for (var group : groups) {
      var verdict = CatalogCheck.check(group.initial(), group.history());
      if (verdict instanceof Violated violated) {
        findings.add(group.name() + ": " + violated.explanation());
      } else if (verdict instanceof Undecided) {
        undecided++;
      }
    }
    locks.check(findings);
    transactions.check(findings);
    standing.ifPresent(this::checkLog);
    if (standing.isEmpty()) {
      findings.add("The log did not come to rest within " + RECOVERY);
    }
  }

  private boolean awaitAnswers(CatalogClient client) {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    for (var node : nodes) {
      while (LogTail.position(client, node).isEmpty()) {
        if (System.nanoTime() > deadline) {
          findings.add(
              "%s does not answer %d s after all faults have ended"
                  .formatted(node.name(), RECOVERY.toSeconds()));
          return false;
        }
      }
    }
    return true;
  }

  /**
   * What stands, as every node tells it: the same before and after which nothing was logged. A call
   * that its client has given up may still be under way.
   */
  private Optional<Map<String, Optional<String>>> standing(CatalogClient client) {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (System.nanoTime() < deadline) {
      var before = LogTail.position(client, nodes.get(0));
      var found = new HashMap<String, Optional<String>>();
      boolean complete = true;
      for (var node : nodes) {
        for (var group : groups) {
          var read = group.read(client, node);
          complete &= read.isPresent();
          read.ifPresent(found::putAll);
        }
      }
      var all = LogTail.events(client, nodes.get(nodes.size() - 1), start);
      var after = LogTail.position(client, nodes.get(0));
      if (complete && all.isPresent() && before.isPresent() && before.equals(after)) {
        events = all.get();
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private void checkLog(Map<String, Optional<String>> standing) {
    var writes = new ArrayList<ExpectedWrite>();
    groups.forEach(group -> writes.addAll(group.writes()));
    var check = new LogCheck(findings, events, database);
    check.checkPositions(start);
    check.checkWrites(writes);
    check.checkReads(tail.reads(), writes);
    check.checkEnd(standing);
  }

  /** Removes what is left of its objects. */
  void remove(CatalogClient client) {
    for (var name : List.of(database, database + "_a", database + "_b")) {
      var unused =
          client.call(
              nodes.get(0),
              "remove " + name,
              metastore -> {
                metastore.drop_database(name, false, true);
                return Outcome.OK;
              });
    }
  }

  /** Groups whose history was too large to be searched. */
  int undecided() {
    return undecided;
  }

  List<ObjectGroup> groups() {
    return groups;
  }

  Locks locks() {
    return locks;
  }

  Transactions transactions() {
    return transactions;
  }

  List<NotificationEvent> events() {
    return events;
  }
}
