package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.translate.ConstraintRows;
import io.propolis.thrift.translate.Constraints;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AddCheckConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddDefaultConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddForeignKeyRequest;
import org.apache.hadoop.hive.metastore.api.AddNotNullConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddPrimaryKeyRequest;
import org.apache.hadoop.hive.metastore.api.AddUniqueConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AllTableConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.AllTableConstraintsResponse;
import org.apache.hadoop.hive.metastore.api.CheckConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.CheckConstraintsResponse;
import org.apache.hadoop.hive.metastore.api.DefaultConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.DefaultConstraintsResponse;
import org.apache.hadoop.hive.metastore.api.DropConstraintRequest;
import org.apache.hadoop.hive.metastore.api.ForeignKeysRequest;
import org.apache.hadoop.hive.metastore.api.ForeignKeysResponse;
import org.apache.hadoop.hive.metastore.api.NotNullConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.NotNullConstraintsResponse;
import org.apache.hadoop.hive.metastore.api.PrimaryKeysRequest;
import org.apache.hadoop.hive.metastore.api.PrimaryKeysResponse;
import org.apache.hadoop.hive.metastore.api.UniqueConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.UniqueConstraintsResponse;
import org.jspecify.annotations.Nullable;

/** Constraints of tables. As in Hive, an unknown table has none. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ConstraintHandler implements Handler {
  private final Door door;

  ConstraintHandler(Door door) {
    this.door = door;
  }

  public void add_primary_key(ClientSession client, AddPrimaryKeyRequest request) {
    add(client, ConstraintRows.primaryKeys(request.getPrimaryKeyCols()));
  }

  public void add_foreign_key(ClientSession client, AddForeignKeyRequest request) {
    add(client, ConstraintRows.foreignKeys(request.getForeignKeyCols()));
  }

  public void add_unique_constraint(ClientSession client, AddUniqueConstraintRequest request) {
    add(client, ConstraintRows.unique(request.getUniqueConstraintCols()));
  }

  public void add_not_null_constraint(ClientSession client, AddNotNullConstraintRequest request) {
    add(client, ConstraintRows.notNull(request.getNotNullConstraintCols()));
  }

  public void add_default_constraint(ClientSession client, AddDefaultConstraintRequest request) {
    add(client, ConstraintRows.defaults(request.getDefaultConstraintCols()));
  }

  public void add_check_constraint(ClientSession client, AddCheckConstraintRequest request) {
    add(client, ConstraintRows.checks(request.getCheckConstraintCols()));
  }

  private void add(ClientSession client, ConstraintRows rows) {
    if (!rows.isEmpty()) {
      var table = rows.table();
      door.as(client).constraints().add(table, rows.of(table));
    }
  }

  public void drop_constraint(ClientSession client, DropConstraintRequest request) {
    door.as(client)
        .constraints()
        .drop(
            HiveNames.table(request.getCatName(), request.getDbname(), request.getTablename()),
            HiveNames.required(Entity.CONSTRAINT, "constraint name", request.getConstraintname()));
  }

  public PrimaryKeysResponse get_primary_keys(ClientSession client, PrimaryKeysRequest request) {
    return new PrimaryKeysResponse(
        Constraints.primaryKeys(
            of(client, request.getCatName(), request.getDb_name(), request.getTbl_name())));
  }

  /** By the table that refers, by the one referred to, or by both. */
  public ForeignKeysResponse get_foreign_keys(ClientSession client, ForeignKeysRequest request) {
    var parent =
        named(request.getCatName(), request.getParent_db_name(), request.getParent_tbl_name());
    var child =
        named(request.getCatName(), request.getForeign_db_name(), request.getForeign_tbl_name());
    return new ForeignKeysResponse(Constraints.foreignKeys(foreignKeys(client, parent, child)));
  }

  private List<Constraint> foreignKeys(
      ClientSession client, @Nullable TableName parent, @Nullable TableName child) {
    var constraints = door.as(client).constraints();
    if (child != null) {
      return constraints.of(child).stream()
          .filter(
              constraint ->
                  parent == null
                      || (constraint.rule() instanceof ForeignKey key
                          && key.parent().equals(parent)))
          .toList();
    }
    if (parent == null) {
      throw invalid(
          Entity.CONSTRAINT,
          "The request names neither the table of foreign keys nor their parent");
    }
    return constraints.referringTo(parent);
  }

  private static @Nullable TableName named(
      @Nullable String catalog, @Nullable String database, @Nullable String table) {
    return table == null ? null : HiveNames.table(catalog, database, table);
  }

  public UniqueConstraintsResponse get_unique_constraints(
      ClientSession client, UniqueConstraintsRequest request) {
    return new UniqueConstraintsResponse(
        Constraints.unique(
            of(client, request.getCatName(), request.getDb_name(), request.getTbl_name())));
  }

  public NotNullConstraintsResponse get_not_null_constraints(
      ClientSession client, NotNullConstraintsRequest request) {
    return new NotNullConstraintsResponse(
        Constraints.notNull(
            of(client, request.getCatName(), request.getDb_name(), request.getTbl_name())));
  }

  public DefaultConstraintsResponse get_default_constraints(
      ClientSession client, DefaultConstraintsRequest request) {
    return new DefaultConstraintsResponse(
        Constraints.defaults(
            of(client, request.getCatName(), request.getDb_name(), request.getTbl_name())));
  }

  public CheckConstraintsResponse get_check_constraints(
      ClientSession client, CheckConstraintsRequest request) {
    return new CheckConstraintsResponse(
        Constraints.checks(
            of(client, request.getCatName(), request.getDb_name(), request.getTbl_name())));
  }

  public AllTableConstraintsResponse get_all_table_constraints(
      ClientSession client, AllTableConstraintsRequest request) {
    return new AllTableConstraintsResponse(
        Constraints.all(
            of(client, request.getCatName(), request.getDbName(), request.getTblName())));
  }

  private List<Constraint> of(
      ClientSession client,
      @Nullable String catalog,
      @Nullable String database,
      @Nullable String table) {
    return door.as(client).constraints().of(HiveNames.table(catalog, database, table));
  }
}
