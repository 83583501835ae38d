package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of the server as clients ask for them, and who the client is. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ConfigHandler implements Handler {
  /** Prefixes clients may ask for; anything else could be a secret (Hive's rule). */
  private static final Pattern READABLE = Pattern.compile("(hive|hdfs|mapred|metastore)\\..*");

  private static final String HIVE_PREFIX = "hive.";

  /** What a client may change for its own connection, with the values it finds. */
  private static final Map<String, String> CHANGEABLE =
      Map.of(
          "metastore.try.direct.sql", "true",
          "metastore.try.direct.sql.ddl", "true",
          "metastore.client.socket.timeout", "600s",
          "metastore.partition.name.whitelist.pattern", "",
          "metastore.client.capability.check", "true",
          "metastore.disallow.incompatible.col.type.changes", "false",
          "metastore.expression.proxy", "");

  private final Door door;

  ConfigHandler(Door door) {
    this.door = door;
  }

  public String get_config_value(
      ClientSession client, @Nullable String name, @Nullable String defaultValue) {
    var orElse = defaultValue == null ? "" : defaultValue;
    if (name == null) {
      return orElse;
    }
    if (!READABLE.matcher(name).matches()) {
      throw new CatalogException(
          Kind.FORBIDDEN,
          Entity.REQUEST,
          "For security reasons, the config key " + name + " cannot be accessed");
    }
    var key = metastoreKey(name);
    return client.override(key).orElseGet(() -> settings().getOrDefault(key, orElse));
  }

  private Map<String, String> settings() {
    var settings = new HashMap<>(CHANGEABLE);
    settings.put("metastore.warehouse.dir", door.catalog().settings().warehouse());
    settings.put("metastore.catalog.default", Names.DEFAULT_CATALOG);
    settings.put(
        "metastore.txn.timeout", door.catalog().settings().lockTimeout().toSeconds() + "s");
    return settings;
  }

  public String getMetaConf(ClientSession client, @Nullable String key) {
    var known = changeable(key);
    return client.override(known).orElseGet(() -> CHANGEABLE.getOrDefault(known, ""));
  }

  public void setMetaConf(ClientSession client, @Nullable String key, @Nullable String value) {
    client.override(changeable(key), value == null ? "" : value);
  }

  private static String changeable(@Nullable String key) {
    var known = key == null ? "" : metastoreKey(key);
    if (!CHANGEABLE.containsKey(known)) {
      throw invalid(Entity.REQUEST, "Invalid configuration key " + key);
    }
    return known;
  }

  /** Settings have two names since Hive 3: with and without {@code hive.} in front. */
  private static String metastoreKey(String name) {
    return name.startsWith(HIVE_PREFIX + "metastore.")
        ? name.substring(HIVE_PREFIX.length())
        : name;
  }

  /** Returns the groups and the user, as Hive does. */
  public List<String> set_ugi(
      ClientSession client, @Nullable String user, @Nullable List<String> groups) {
    var name = HiveNames.required(Entity.REQUEST, "user name", user);
    client.identify(name);
    var principals = new ArrayList<>(Requests.orEmpty(groups));
    principals.add(name);
    return principals;
  }

  /** The same for every node on a database: the moment of the first start makes it. */
  public String get_metastore_db_uuid(ClientSession client) {
    var first =
        door.as(client).databases().require(DatabaseName.of(Names.DEFAULT_DATABASE)).createdAt();
    return UUID.nameUUIDFromBytes(("propolis " + first).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  /** Nothing to do: what is cached is never stale. */
  public void flushCache(ClientSession client) {
    // see the catalog's TableCache
  }
}
