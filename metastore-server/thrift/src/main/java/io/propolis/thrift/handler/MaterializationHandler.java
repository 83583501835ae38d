package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.MaterializationOperations.Staleness;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.TableOperations.Expected.Version;
import io.propolis.catalog.model.NamePattern;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Materializations;
import io.propolis.thrift.translate.Tables;
import io.propolis.thrift.translate.ValidLists;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.CreationMetadata;
import org.apache.hadoop.hive.metastore.api.LockResponse;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.Materialization;
import org.apache.hadoop.hive.metastore.api.UpdateTransactionalStatsRequest;
import org.jspecify.annotations.Nullable;

/** Materialized views: what they were built from, and who rebuilds them. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class MaterializationHandler implements Handler {
  private static final AlterOptions KEEPING =
      new AlterOptions(Cascade.TABLE_ONLY, FileStatistics.Mode.KEEP, null);

  /** Writers of the same source table who may come between. */
  private static final int ATTEMPTS = 20;

  private final Door door;

  MaterializationHandler(Door door) {
    this.door = door;
  }

  public LockResponse get_lock_materialization_rebuild(
      ClientSession client, String database, String view, long txn) {
    boolean begun =
        door.as(client).materializations().beginRebuild(HiveNames.table(database, view), txn);
    return new LockResponse(txn, begun ? LockState.ACQUIRED : LockState.NOT_ACQUIRED);
  }

  public boolean heartbeat_lock_materialization_rebuild(
      ClientSession client, String database, String view, long txn) {
    return door.as(client).materializations().heartbeat(HiveNames.table(database, view), txn);
  }

  public Materialization get_materialization_invalidation_info(
      ClientSession client, CreationMetadata creation, @Nullable String validTxnList) {
    var built = built(creation);
    var staleness =
        built.isEmpty() || validTxnList == null
            ? Staleness.UNKNOWN
            : door.as(client)
                .materializations()
                .staleness(built.get(), ValidLists.txns(validTxnList));
    return new Materialization(staleness.rowsChanged(), staleness.compacted());
  }

  /** Empty when the view does not say of every table what of it went in. */
  private static Optional<List<WriteIdSnapshot>> built(CreationMetadata creation) {
    var snapshots = Materializations.snapshots(creation);
    var tables = Materializations.tables(creation);
    var built = new ArrayList<WriteIdSnapshot>();
    for (var table : tables) {
      var snapshot = snapshots.get(table);
      if (snapshot == null) {
        return Optional.empty();
      }
      built.add(snapshot);
    }
    return built.isEmpty() ? Optional.empty() : Optional.of(built);
  }

  /** Adds to what the materialized views over a table know of its changes since they were built. */
  public void update_transaction_statistics(
      ClientSession client, UpdateTransactionalStatsRequest request) {
    var all = NamePattern.of("*");
    door.as(client).tables().summaries(Names.DEFAULT_CATALOG, all, all).stream()
        .filter(summary -> summary.type() == TableType.MATERIALIZED_VIEW)
        .forEach(summary -> count(client, summary.name(), request));
  }

  private void count(
      ClientSession client, TableName view, UpdateTransactionalStatsRequest request) {
    var tables = door.as(client).tables();
    for (int attempt = 1; ; attempt++) {
      var current = tables.find(view);
      if (current.isEmpty()) {
        return; // dropped meanwhile
      }
      var bean = Tables.bean(current.get());
      if (!Materializations.count(bean.getCreationMetadata(), request)) {
        return;
      }
      try {
        tables.alter(
            view, Tables.table(bean), KEEPING.expecting(new Version(current.get().version())));
        return;
      } catch (CatalogException e) {
        if (e.kind() != CatalogException.Kind.CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  public void update_creation_metadata(
      ClientSession client,
      @Nullable String catalog,
      String database,
      String view,
      CreationMetadata creation) {
    var name = HiveNames.table(catalog, database, view);
    var tables = door.as(client).tables();
    var bean = Tables.bean(tables.require(name));
    if (!"MATERIALIZED_VIEW".equals(bean.getTableType())) {
      throw invalid(Entity.TABLE, "Table %s is no materialized view".formatted(name));
    }
    bean.setCreationMetadata(creation);
    tables.alter(name, Tables.table(bean), KEEPING);
  }
}
