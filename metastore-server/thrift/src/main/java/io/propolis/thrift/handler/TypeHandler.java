package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.schemas.NamedType;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Schemas;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.Type;
import org.jspecify.annotations.Nullable;

/** Named types. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class TypeHandler implements Handler {
  private final Door door;

  TypeHandler(Door door) {
    this.door = door;
  }

  public boolean create_type(ClientSession client, Type type) {
    door.as(client).types().create(Schemas.type(type));
    return true;
  }

  public Type get_type(ClientSession client, @Nullable String name) {
    var wanted = HiveNames.required(Entity.TYPE, "name of a type", name);
    return door.as(client)
        .types()
        .find(wanted)
        .map(Schemas::bean)
        .orElseThrow(() -> notFound(Entity.TYPE, wanted));
  }

  /** True also when there was none: Hive's clients drop before they create. */
  public boolean drop_type(ClientSession client, @Nullable String name) {
    door.as(client).types().drop(HiveNames.required(Entity.TYPE, "name of a type", name));
    return true;
  }

  /** The types whose names match, by name; all when none is given. */
  public Map<String, Type> get_type_all(ClientSession client, @Nullable String name) {
    var pattern = HiveNames.pattern(name == null || name.isEmpty() ? null : name);
    return door.as(client).types().all().stream()
        .filter(type -> pattern.matches(Names.fold(type.name())))
        .collect(Collectors.toMap(NamedType::name, Schemas::bean));
  }
}
