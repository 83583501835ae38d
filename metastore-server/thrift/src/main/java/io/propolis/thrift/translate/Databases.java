package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Database.Remote;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.Database._Fields;
import org.apache.hadoop.hive.metastore.api.DatabaseType;
import org.jspecify.annotations.Nullable;

/** Databases, and the catalogs they are in. */
public final class Databases {
  private static final Leftovers<org.apache.hadoop.hive.metastore.api.Database, _Fields> LEFTOVERS =
      new Leftovers<>(org.apache.hadoop.hive.metastore.api.Database::new, _Fields.PRIVILEGES);

  private Databases() {}

  /** Throws INVALID when the name is missing. */
  public static Database database(org.apache.hadoop.hive.metastore.api.@Nullable Database bean) {
    if (bean == null) {
      throw invalid(Entity.DATABASE, "The request gives no database");
    }
    return new Database(
        HiveNames.database(bean.getCatalogName(), bean.getName()),
        bean.getDescription(),
        bean.getLocationUri(),
        bean.getManagedLocationUri(),
        Layouts.orEmpty(bean.getParameters()),
        bean.getOwnerName(),
        Owners.type(bean.getOwnerType()),
        Times.millis(bean.getCreateTime()),
        bean.getType() == DatabaseType.REMOTE ? remote(bean) : null,
        LEFTOVERS.extras(bean));
  }

  private static Remote remote(org.apache.hadoop.hive.metastore.api.Database bean) {
    return new Remote(
        HiveNames.required(
            Entity.DATABASE,
            "data connector for remote database " + bean.getName(),
            bean.getConnector_name()),
        bean.getRemote_dbname());
  }

  public static org.apache.hadoop.hive.metastore.api.Database bean(Database database) {
    var bean = new org.apache.hadoop.hive.metastore.api.Database();
    bean.setCatalogName(database.name().catalog());
    bean.setName(database.name().name());
    bean.setDescription(database.description());
    bean.setLocationUri(database.location());
    bean.setManagedLocationUri(database.managedLocation());
    bean.setParameters(database.parameters());
    bean.setOwnerName(database.owner());
    bean.setOwnerType(Owners.bean(database.ownerType()));
    bean.setCreateTime(Times.seconds(database.createdAt()));
    // Hive 4's shell fails on a database that does not say what it is.
    bean.setType(database.remote() == null ? DatabaseType.NATIVE : DatabaseType.REMOTE);
    if (database.remote() != null) {
      bean.setConnector_name(database.remote().connector());
      bean.setRemote_dbname(database.remote().database());
    }
    LEFTOVERS.restore(database.extras(), bean);
    return bean;
  }

  /** Throws INVALID when the name is missing. */
  public static CatalogDefinition catalog(@Nullable Catalog bean) {
    if (bean == null) {
      throw invalid(Entity.CATALOG, "The request gives no catalog");
    }
    return new CatalogDefinition(
        HiveNames.required(Entity.ARGUMENT, "catalog name", bean.getName()),
        bean.getDescription(),
        bean.getLocationUri(),
        Times.millis(bean.getCreateTime()));
  }

  public static Catalog bean(CatalogDefinition catalog) {
    var bean = new Catalog();
    bean.setName(catalog.name());
    bean.setDescription(catalog.description());
    bean.setLocationUri(catalog.location());
    bean.setCreateTime(Times.seconds(catalog.createdAt()));
    return bean;
  }
}
