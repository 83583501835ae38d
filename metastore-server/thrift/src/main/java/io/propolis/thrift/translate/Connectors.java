package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.connectors.DataConnector;
import org.jspecify.annotations.Nullable;

/** Data connectors. */
public final class Connectors {
  private Connectors() {}

  /** Throws INVALID when the name is missing. */
  public static DataConnector connector(
      org.apache.hadoop.hive.metastore.api.@Nullable DataConnector bean) {
    if (bean == null) {
      throw invalid(Entity.CONNECTOR, "The request gives no data connector");
    }
    return new DataConnector(
        required(Entity.CONNECTOR, "name of a data connector", bean.getName()),
        bean.getType(),
        bean.getUrl(),
        bean.getDescription(),
        Layouts.orEmpty(bean.getParameters()),
        bean.getOwnerName(),
        Owners.type(bean.getOwnerType()),
        Times.millis(bean.getCreateTime()));
  }

  public static org.apache.hadoop.hive.metastore.api.DataConnector bean(DataConnector connector) {
    var bean = new org.apache.hadoop.hive.metastore.api.DataConnector();
    bean.setName(connector.name());
    bean.setType(connector.type());
    bean.setUrl(connector.url());
    bean.setDescription(connector.description());
    bean.setParameters(connector.parameters());
    bean.setOwnerName(connector.owner());
    bean.setOwnerType(Owners.bean(connector.ownerType()));
    bean.setCreateTime(Times.seconds(connector.createdAt()));
    return bean;
  }
}
