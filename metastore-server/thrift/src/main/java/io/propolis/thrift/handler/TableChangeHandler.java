package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.NewTable;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.TableOperations.Expected;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.thrift.translate.ConstraintRows;
import io.propolis.thrift.translate.Grants;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Layouts;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.translate.Survivors;
import io.propolis.thrift.translate.Tables;
import io.propolis.thrift.wire.BrokenCallException;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AlterTableRequest;
import org.apache.hadoop.hive.metastore.api.AlterTableResponse;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.DropTableRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.SQLCheckConstraint;
import org.apache.hadoop.hive.metastore.api.SQLDefaultConstraint;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;
import org.apache.hadoop.hive.metastore.api.Table;
import org.jspecify.annotations.Nullable;

/** Creates, changes and drops tables. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class TableChangeHandler implements Handler {
  private static final String CASCADE = "CASCADE";
  private static final String EXPECTED_KEY = "expected_parameter_key";
  private static final String EXPECTED_VALUE = "expected_parameter_value";

  private final Door door;

  TableChangeHandler(Door door) {
    this.door = door;
  }

  public void create_table(ClientSession client, Table table) {
    create(client, table, null, List.of());
  }

  public void create_table_with_environment_context(
      ClientSession client, Table table, @Nullable EnvironmentContext context) {
    create(client, table, context, List.of());
  }

  public void create_table_with_constraints(
      ClientSession client,
      Table table,
      @Nullable List<SQLPrimaryKey> primaryKeys,
      @Nullable List<SQLForeignKey> foreignKeys,
      @Nullable List<SQLUniqueConstraint> unique,
      @Nullable List<SQLNotNullConstraint> notNull,
      @Nullable List<SQLDefaultConstraint> defaults,
      @Nullable List<SQLCheckConstraint> checks) {
    create(
        client,
        table,
        null,
        List.of(
            ConstraintRows.primaryKeys(primaryKeys),
            ConstraintRows.foreignKeys(foreignKeys),
            ConstraintRows.unique(unique),
            ConstraintRows.notNull(notNull),
            ConstraintRows.defaults(defaults),
            ConstraintRows.checks(checks)));
  }

  public void create_table_req(ClientSession client, CreateTableRequest request) {
    create(
        client,
        request.getTable(),
        request.getEnvContext(),
        List.of(
            ConstraintRows.primaryKeys(request.getPrimaryKeys()),
            ConstraintRows.foreignKeys(request.getForeignKeys()),
            ConstraintRows.unique(request.getUniqueConstraints()),
            ConstraintRows.notNull(request.getNotNullConstraints()),
            ConstraintRows.defaults(request.getDefaultConstraints()),
            ConstraintRows.checks(request.getCheckConstraints())));
  }

  private void create(
      ClientSession client,
      Table bean,
      @Nullable EnvironmentContext context,
      List<ConstraintRows> constraints) {
    if (HiveNames.parse(bean.getCatName(), bean.getDbName()).database() == null) {
      throw notFound(Entity.DATABASE, "the one without a name");
    }
    Layouts.checkTable(bean.getSd());
    var table = Tables.table(bean);
    var requested =
        new NewTable(
            table,
            constraints.stream().flatMap(rows -> rows.of(table.name()).stream()).toList(),
            Grants.ofNewTable(table.name(), bean.getPrivileges()),
            Statistics.brought(bean.getColStats()));
    door.as(client).tables().create(requested, Requests.fileStatistics(context));
  }

  public void alter_table(
      ClientSession client, @Nullable String database, @Nullable String table, Table changed) {
    alter(client, HiveNames.table(database, table), changed, options(null));
  }

  public void alter_table_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      Table changed,
      @Nullable EnvironmentContext context) {
    alter(client, HiveNames.table(database, table), changed, options(context));
  }

  public void alter_table_with_cascade(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      Table changed,
      boolean cascade) {
    var options =
        new AlterOptions(
            cascade ? Cascade.PARTITIONS : Cascade.TABLE_ONLY,
            AlterOptions.PLAIN.statistics(),
            null);
    alter(client, HiveNames.table(database, table), changed, options);
  }

  public AlterTableResponse alter_table_req(ClientSession client, AlterTableRequest request) {
    var options = options(request.getEnvironmentContext());
    if (request.isSetExpectedParameterKey()) {
      options =
          options.expecting(
              new Expected.Parameter(
                  request.getExpectedParameterKey(), request.getExpectedParameterValue()));
    }
    var reader = Requests.writeIds(request.getValidWriteIdList());
    if (reader != null && request.getTable() != null) {
      long stamp = request.getTable().getWriteId();
      options = options.by(new Writer(stamp > 0 ? stamp : request.getWriteId(), reader));
    }
    alter(
        client,
        HiveNames.table(request.getCatName(), request.getDbName(), request.getTableName()),
        request.getTable(),
        options);
    return new AlterTableResponse();
  }

  private static AlterOptions options(@Nullable EnvironmentContext context) {
    var cascade =
        Requests.property(context, CASCADE).filter("true"::equalsIgnoreCase).isPresent()
            ? Cascade.PARTITIONS
            : Cascade.TABLE_ONLY;
    var properties = Requests.properties(context);
    var key = properties.get(EXPECTED_KEY);
    return new AlterOptions(
        cascade,
        Requests.fileStatistics(context),
        key == null ? null : new Expected.Parameter(key, properties.get(EXPECTED_VALUE)));
  }

  private void alter(ClientSession client, TableName name, Table bean, AlterOptions options) {
    if (bean == null) {
      throw new BrokenCallException("The request gives no table to change " + name + " to");
    }
    Layouts.checkTable(bean.getSd());
    var described = Tables.table(bean);
    var requested =
        bean.isSetCatName()
            ? described
            : described.toBuilder().name(inCatalog(name, described.name())).build();
    var tables = door.as(client).tables();
    try {
      tables.alter(
          name,
          current -> {
            requireLocation(name, requested);
            var owned =
                bean.isSetOwnerType()
                    ? requested
                    : requested.toBuilder().ownerType(current.ownerType()).build();
            return Survivors.onto(current, owned);
          },
          options);
    } catch (CatalogException e) {
      throw e.kind() == Kind.ALREADY_EXISTS ? taken(requested.name(), e) : e;
    }
  }

  /**
   * Only a new table has the catalog choose its folder: a client that changes one says it again.
   */
  private static void requireLocation(TableName name, io.propolis.catalog.model.Table table) {
    boolean stays = name.database().catalog().equals(table.name().database().catalog());
    if (stays && table.location() == null && !table.type().isView()) {
      throw invalid(Entity.REQUEST, "The request gives no location of table " + table.name());
    }
  }

  /** A client that knows no catalogs means the one it named in the database argument. */
  private static TableName inCatalog(TableName named, TableName described) {
    return new DatabaseName(named.database().catalog(), described.database().name())
        .table(described.name());
  }

  /** Iceberg tells a rename to a name that is taken by this text. */
  private static CatalogException taken(TableName name, CatalogException cause) {
    return new CatalogException(
        Kind.ALREADY_EXISTS, Entity.TABLE, "new table " + name + " already exists", cause);
  }

  public void drop_table(
      ClientSession client, @Nullable String database, @Nullable String table, boolean deleteData) {
    drop(client, HiveNames.table(database, table), deleteData, null);
  }

  public void drop_table_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      boolean deleteData,
      @Nullable EnvironmentContext context) {
    drop(client, HiveNames.table(database, table), deleteData, context);
  }

  public void drop_table_req(ClientSession client, DropTableRequest request) {
    drop(
        client,
        HiveNames.table(request.getCatalogName(), request.getDbName(), request.getTableName()),
        request.isDeleteData(),
        request.getEnvContext());
  }

  private void drop(
      ClientSession client,
      TableName name,
      boolean deleteData,
      @Nullable EnvironmentContext context) {
    door.as(client).tables().drop(name, Requests.dropData(deleteData, context));
  }
}
