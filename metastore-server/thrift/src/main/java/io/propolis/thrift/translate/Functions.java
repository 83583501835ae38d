package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.Function.Resource;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;
import org.jspecify.annotations.Nullable;

/** User-defined functions; Hive knows one type of them, Java. */
public final class Functions {
  private Functions() {}

  /** Throws INVALID when a name is missing. */
  public static Function function(org.apache.hadoop.hive.metastore.api.@Nullable Function bean) {
    if (bean == null) {
      throw invalid(Entity.FUNCTION, "The request gives no function");
    }
    // Hive's servers do not live on without these.
    required(Entity.ARGUMENT, "function type", bean.getFunctionType());
    required(Entity.ARGUMENT, "owner type", bean.getOwnerType());
    return new Function(
        HiveNames.database(bean.getCatName(), bean.getDbName()),
        required(Entity.ARGUMENT, "function name", bean.getFunctionName()),
        bean.getClassName(),
        bean.getOwnerName(),
        Owners.type(bean.getOwnerType()),
        Times.millis(bean.getCreateTime()),
        bean.getResourceUris() == null
            ? List.of()
            : bean.getResourceUris().stream().map(Functions::resource).toList());
  }

  public static org.apache.hadoop.hive.metastore.api.Function bean(Function function) {
    var bean = new org.apache.hadoop.hive.metastore.api.Function();
    bean.setCatName(function.database().catalog());
    bean.setDbName(function.database().name());
    bean.setFunctionName(function.name());
    bean.setClassName(function.className());
    bean.setOwnerName(function.owner());
    bean.setOwnerType(Owners.bean(function.ownerType()));
    bean.setCreateTime(Times.seconds(function.createdAt()));
    bean.setFunctionType(FunctionType.JAVA);
    bean.setResourceUris(function.resources().stream().map(Functions::bean).toList());
    return bean;
  }

  private static Resource resource(ResourceUri bean) {
    var type = bean.getResourceType() == null ? ResourceType.JAR : bean.getResourceType();
    return new Resource(
        switch (type) {
          case JAR -> Resource.Kind.JAR;
          case FILE -> Resource.Kind.FILE;
          case ARCHIVE -> Resource.Kind.ARCHIVE;
        },
        required(Entity.ARGUMENT, "URI of a resource", bean.getUri()));
  }

  private static ResourceUri bean(Resource resource) {
    return new ResourceUri(
        switch (resource.kind()) {
          case JAR -> ResourceType.JAR;
          case FILE -> ResourceType.FILE;
          case ARCHIVE -> ResourceType.ARCHIVE;
        },
        resource.uri());
  }
}
