package io.propolis.faults.acid;

import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.client.Findings;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Seen;
import io.propolis.faults.linear.LinearizabilityChecker;
import io.propolis.faults.linear.Verdict.Violated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.hive.metastore.api.AbortTxnRequest;
import org.apache.hadoop.hive.metastore.api.AllocateTableWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.CommitTxnRequest;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** Transactions that write to one table, and end, or are forgotten. */
public final class Transactions {
  /** Explanations of the history of one transaction: it has three states. */
  private static final int BUDGET = 1_000;

  private final String database;
  private final String table;
  private final Duration timeout;
  private final Map<Integer, Long> open = new ConcurrentHashMap<>();
  private final List<Operation<String>> history = new ArrayList<>();
  private final List<Numbered> opened = new ArrayList<>();
  private final List<Numbered> allocated = new ArrayList<>();
  private final Map<Long, Long> asked = new HashMap<>();
  private final Map<Long, List<Operation<TxnModel.Call>>> calls = new HashMap<>();
  private final List<Operation<Map<Long, String>>> reads = new ArrayList<>();

  /** Of a table that need not stand. */
  public Transactions(String database, String table, Duration timeout) {
    this.database = database;
    this.table = table;
    this.timeout = timeout;
  }

  /**
   * A number that the server gave out, for an acknowledged call.
   *
   * @param owner who got it: he may ask again, and gets the same
   */
  record Numbered(long number, long owner, long begin, long end) {}

  /** One call of a client. */
  public void step(CatalogClient client) {
    var mine = open.get(client.number());
    int which = client.random().nextInt(10);
    if (which < 3) {
      read(client);
    } else if (mine == null) {
      open(client);
    } else if (which < 6) {
      allocate(client, mine);
    } else if (which < 8) {
      end(client, mine, TxnModel.Call.COMMIT);
    } else if (which < 9) {
      end(client, mine, TxnModel.Call.ABORT);
    } else {
      open.remove(client.number());
    }
  }

  private void open(CatalogClient client) {
    var request = new OpenTxnRequest(1, "client-" + client.number(), "here");
    call(client, "open", metastore -> numbered(metastore.open_txns(request).getTxn_ids().get(0)))
        .ifPresent(
            operation ->
                number(operation)
                    .ifPresent(
                        id -> {
                          open.put(client.number(), id);
                          opened(new Numbered(id, id, operation.begin(), operation.end()));
                        }));
  }

  private void allocate(CatalogClient client, long txn) {
    var request = new AllocateTableWriteIdsRequest(database, table);
    request.setTxnIds(List.of(txn));
    call(
            client,
            "allocate " + txn,
            metastore ->
                numbered(
                    metastore
                        .allocate_table_write_ids(request)
                        .getTxnToWriteIds()
                        .get(0)
                        .getWriteId()))
        .ifPresent(operation -> allocated(txn, operation));
  }

  private synchronized void allocated(long txn, Operation<String> operation) {
    // Who was not told may have got it, and gets the same when he asks again.
    asked.putIfAbsent(txn, operation.begin());
    number(operation)
        .ifPresent(
            id ->
                allocated.add(
                    new Numbered(
                        id, txn, asked.getOrDefault(txn, operation.begin()), operation.end())));
  }

  private void end(CatalogClient client, long txn, TxnModel.Call how) {
    open.remove(client.number());
    call(
            client,
            how + " " + txn,
            metastore -> {
              end(metastore, txn, how);
              return Outcome.OK;
            })
        .ifPresent(operation -> note(txn, operation.of(how)));
  }

  private static void end(ThriftHiveMetastore.Iface metastore, long txn, TxnModel.Call how)
      throws TException {
    if (how == TxnModel.Call.COMMIT) {
      metastore.commit_txn(new CommitTxnRequest(txn));
    } else {
      metastore.abort_txn(new AbortTxnRequest(txn));
    }
  }

  private synchronized void opened(Numbered number) {
    opened.add(number);
  }

  private synchronized void note(long txn, Operation<TxnModel.Call> operation) {
    calls.computeIfAbsent(txn, each -> new ArrayList<>()).add(operation);
  }

  /** Reads which transactions are open. */
  public void read(CatalogClient client) {
    var states = new HashMap<Long, String>();
    call(
            client,
            "read",
            metastore -> {
              metastore
                  .get_open_txns_info()
                  .getOpen_txns()
                  .forEach(each -> states.put(each.getId(), each.getState().name()));
              return Outcome.OK;
            })
        .filter(Operation::isKnown)
        .ifPresent(
            operation -> {
              synchronized (this) {
                reads.add(operation.of(Map.copyOf(states)));
              }
            });
  }

  private Optional<Operation<String>> call(
      CatalogClient client, String call, CatalogClient.Body body) {
    var operation = client.call(call, body);
    synchronized (this) {
      operation.ifPresent(history::add);
    }
    return operation;
  }

  private static Outcome numbered(long number) {
    return new Seen(Map.of("number", String.valueOf(number)));
  }

  private static Optional<Long> number(Operation<String> operation) {
    return operation.outcome() instanceof Seen seen
        ? Optional.ofNullable(seen.values().get("number")).map(Long::valueOf)
        : Optional.empty();
  }

  /** What was called so far. */
  public synchronized List<Operation<String>> history() {
    return List.copyOf(history);
  }

  /** That ids are given once and grow, and that each transaction ends once, for all to see. */
  public synchronized void check(Findings findings) {
    checkNumbers("transaction", opened, findings);
    checkNumbers("write id", allocated, findings);
    for (var txn : opened) {
      var operations = new ArrayList<>(calls.getOrDefault(txn.number(), List.of()));
      reads.stream()
          .filter(read -> read.begin() > txn.end())
          .forEach(read -> operations.add(read.of(TxnModel.Call.read(state(read, txn)))));
      operations.add(expiry(txn));
      if (LinearizabilityChecker.check(new TxnModel(), operations, BUDGET)
          instanceof Violated violated) {
        findings.add("Transaction %d: %s".formatted(txn.number(), violated.explanation()));
      }
    }
  }

  private static String state(Operation<Map<Long, String>> read, Numbered txn) {
    return read.call().getOrDefault(txn.number(), TxnModel.GONE);
  }

  /** From some time on the server may take the client for dead. */
  private Operation<TxnModel.Call> expiry(Numbered txn) {
    long from = txn.begin() + timeout.toNanos();
    return new Operation<>(
        -1, "none", from, from, TxnModel.Call.EXPIRE, new Outcome.Unknown("time"));
  }

  static void checkNumbers(String what, List<Numbered> given, Findings findings) {
    var owners = new HashMap<Long, Long>();
    var numbers = new HashMap<Long, Numbered>();
    for (var each : given) {
      var before = owners.putIfAbsent(each.number(), each.owner());
      if (before != null && before != each.owner()) {
        findings.add("The %s %d was given twice".formatted(what, each.number()));
      }
      var first = numbers.putIfAbsent(each.owner(), each);
      if (first != null && first.number() != each.number()) {
        findings.add("The %s of %d became %d".formatted(what, first.number(), each.number()));
      }
    }
    checkOrder(what, List.copyOf(numbers.values()), findings);
  }

  /** That a number is higher than those which were known when it was asked for. */
  private static void checkOrder(String what, List<Numbered> given, Findings findings) {
    var byEnd = given.stream().sorted(Comparator.comparingLong(Numbered::end)).toList();
    var byBegin = given.stream().sorted(Comparator.comparingLong(Numbered::begin)).toList();
    long highest = Long.MIN_VALUE;
    int ended = 0;
    for (var each : byBegin) {
      for (; byEnd.get(ended).end() < each.begin(); ended++) {
        highest = Math.max(highest, byEnd.get(ended).number());
      }
      if (each.number() < highest) {
        findings.add("The %s %d was given after %d was".formatted(what, each.number(), highest));
      }
    }
  }
}
