package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Database;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.Database._Fields;
import org.jspecify.annotations.Nullable;

/** Databases, and the catalogs they are in. */
public final class Databases {
  private static final Leftovers<org.apache.hadoop.hive.metastore.api.Database, _Fields> LEFTOVERS =
      new Leftovers<>(
          org.apache.hadoop.hive.metastore.api.Database::new,
          _Fields.PRIVILEGES,
          _Fields.TYPE,
          _Fields.CONNECTOR_NAME,
          _Fields.REMOTE_DBNAME);

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
        LEFTOVERS.extras(bean));
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
    LEFTOVERS.restore(database.extras(), bean);
    return bean;
  }

  /** Throws INVALID when the name is missing. */
  public static CatalogDefinition catalog(@Nullable Catalog bean) {
    if (bean == null) {
      throw invalid(Entity.CATALOG, "The request gives no catalog");
    }
    return new CatalogDefinition(
        HiveNames.required(Entity.CATALOG, "catalog name", bean.getName()),
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
