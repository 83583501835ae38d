package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;
import static java.util.Comparator.comparing;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.change.ChangedObjects.OfWrite;
import io.propolis.catalog.model.change.ReportedWrite;
import io.propolis.catalog.model.change.WrittenFile;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What engines tell of their writing: the catalog does not see files by itself. Every method throws
 * NOT_FOUND for an unknown table or partition; then nothing is kept.
 */
public final class WriteOperations {
  /** Whether an insert keeps the rows that stood before. */
  public enum Insertion {
    APPENDED,
    REPLACED
  }

  /** What readers of a table are asked to do with what they keep of it. */
  public enum Reload {
    /** Look for new files. */
    REFRESH,
    /** Forget everything. */
    INVALIDATE
  }

  /**
   * An insert into a table or one partition.
   *
   * @param partition its values, empty for the table as a whole
   */
  public record Insert(List<String> partition, Insertion insertion, List<WrittenFile> files) {}

  /**
   * What a transaction wrote to the table or one partition.
   *
   * @param partition its values, empty for the table as a whole
   */
  public record Write(
      long transactionId, long writeId, List<String> partition, List<WrittenFile> files) {}

  private final Context context;

  WriteOperations(Context context) {
    this.context = context;
  }

  /** Logs inserts, one change each. Returns the positions of the changes, in the same order. */
  public List<Long> inserts(TableName name, List<Insert> inserts) {
    return logged(
        name,
        inserts,
        Insert::partition,
        (tx, table, partition, insert) ->
            tx.changes()
                .append(
                    change(
                        ChangeKind.INSERT,
                        table,
                        partition,
                        Map.of(
                            Change.REPLACE,
                            Boolean.toString(insert.insertion() == Insertion.REPLACED))),
                    new OfWrite(table, partition, insert.files())));
  }

  /**
   * Logs that readers should reload the table ({@code []}) or partitions. Returns as inserts do.
   */
  public List<Long> reloads(TableName name, List<List<String>> partitions, Reload reload) {
    return logged(
        name,
        partitions,
        values -> values,
        (tx, table, partition, values) ->
            tx.changes()
                .append(
                    change(
                        ChangeKind.RELOAD,
                        table,
                        partition,
                        Map.of(Change.REFRESH, Boolean.toString(reload == Reload.REFRESH))),
                    new OfWrite(table, partition, List.of())));
  }

  /** Keeps what transactions wrote to the table, for those who ask after the commit. */
  public void keep(TableName name, Collection<Write> writes) {
    context
        .store()
        .<Void>write(
            tx -> {
              var table = require(tx, name);
              var partitions =
                  partitions(tx, table, writes.stream().map(Write::partition).toList());
              var reported = new ArrayList<ReportedWrite>(writes.size());
              for (var write : writes) {
                var partition = partitions.get(stored(table, write.partition()));
                reported.add(
                    new ReportedWrite(
                        write.transactionId(),
                        write.writeId(),
                        new OfWrite(table, partition, write.files())));
              }
              tx.reportedWrites().add(name, reported, context.clock().millis());
              return null;
            });
  }

  /**
   * What a transaction wrote, table by table; only of a database, and only of tables of a name,
   * when they are given.
   */
  public List<ReportedWrite> of(
      long transactionId, @Nullable DatabaseName database, @Nullable String table) {
    var folded = table == null ? null : Names.fold(table);
    return context.store().read(tx -> tx.reportedWrites().of(transactionId)).stream()
        .filter(
            write -> {
              var name = write.written().table().name();
              return (database == null || name.database().equals(database))
                  && (folded == null || name.name().equals(folded));
            })
        .sorted(comparing(write -> write.written().table().name(), WriteOperations::compare))
        .toList();
  }

  private static int compare(TableName one, TableName other) {
    int databases = one.database().name().compareTo(other.database().name());
    return databases != 0 ? databases : one.name().compareTo(other.name());
  }

  private interface Entry<R> {
    LongSupplier append(Transaction tx, Table table, @Nullable Partition partition, R report);
  }

  private <R> List<Long> logged(
      TableName name,
      List<R> reports,
      java.util.function.Function<R, List<String>> partition,
      Entry<R> entry) {
    return context
        .store()
        .write(
            tx -> {
              var table = require(tx, name);
              var found = partitions(tx, table, reports.stream().map(partition).toList());
              var positions = new ArrayList<LongSupplier>(reports.size());
              for (var report : reports) {
                var values = stored(table, partition.apply(report));
                positions.add(entry.append(tx, table, found.get(values), report));
              }
              return positions;
            })
        .stream()
        .map(LongSupplier::getAsLong)
        .toList();
  }

  private static Table require(Transaction tx, TableName name) {
    return tx.tables().find(name).orElseThrow(() -> notFound(Entity.TABLE, name));
  }

  private static List<String> stored(Table table, List<String> values) {
    return values.isEmpty() ? values : PartitionRules.values(table, values);
  }

  /** By values; nothing for the table as a whole. */
  private static Map<List<String>, Partition> partitions(
      Transaction tx, Table table, List<List<String>> named) {
    var wanted =
        named.stream()
            .filter(values -> !values.isEmpty())
            .map(values -> PartitionRules.values(table, values))
            .distinct()
            .toList();
    if (wanted.isEmpty()) {
      return Map.of();
    }
    var found = new HashMap<List<String>, Partition>();
    tx.partitions().findAll(table, wanted).forEach(p -> found.put(p.values(), p));
    for (var values : wanted) {
      if (!found.containsKey(values)) {
        throw notFound(
            Entity.PARTITION,
            table.name() + "/" + PartitionNames.of(table.partitionKeys(), values));
      }
    }
    return found;
  }

  private Change change(
      ChangeKind kind, Table table, @Nullable Partition partition, Map<String, String> details) {
    var values = Optional.ofNullable(partition).map(Partition::values);
    return context.partitionChange(kind, table, values.map(List::of).orElse(List.of()), details);
  }
}
