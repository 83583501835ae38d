package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static java.util.Objects.requireNonNull;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Names;
import io.propolis.thrift.HiveProperties;
import io.propolis.thrift.notification.MessageFormat;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of the server as clients ask for them, and who the client is. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ConfigHandler implements Handler {
  /** Prefixes clients may ask for; anything else could be a secret (Hive's rule). */
  private static final Pattern READABLE = Pattern.compile("(hive|hdfs|mapred|metastore).*");

  /** What a client may change for its own connection, and what it may be. */
  private static final Map<String, Pattern> CHANGEABLE =
      Map.of(
          "metastore.try.direct.sql", Pattern.compile("(?i)true|false"),
          "metastore.try.direct.sql.ddl", Pattern.compile("(?i)true|false"),
          "metastore.client.socket.timeout", Pattern.compile("\\s*\\d{1,18}\\s*[a-zA-Z]*\\s*"),
          "metastore.partition.name.whitelist.pattern", Pattern.compile("(?s).*"),
          "metastore.client.capability.check", Pattern.compile("(?i)true|false"),
          "metastore.disallow.incompatible.col.type.changes", Pattern.compile("(?i)true|false"),
          "metastore.expression.proxy", Pattern.compile("(?s).*"));

  /** What consumers of notifications check before they rely on them. */
  private static final Map<String, String> NOTIFICATIONS =
      Map.of(
          "hive.metastore.dml.events", "true",
          "hive.metastore.notifications.add.thrift.objects", "true",
          "hive.metastore.alter.notifications.basic", "false",
          "metastore.alterPartitions.notification.v2.enabled", "false",
          "metastore.notification.parameters.exclude.patterns", "",
          "metastore.event.db.notification.api.auth", "false",
          "metastore.max.event.response", Integer.toString(NotificationHandler.MAX_EVENTS),
          "metastore.transactional.event.listeners",
              "org.apache.hive.hcatalog.listener.DbNotificationListener");

  private final Door door;

  /** What the operator or this server says, by the standalone metastore's names. */
  private final Map<String, String> said;

  ConfigHandler(Door door, Map<String, String> said, MessageFormat format) {
    this.door = door;
    var own = new HashMap<>(said);
    var settings = door.catalog().settings();
    var log = settings.changeLog();
    own.putAll(NOTIFICATIONS);
    own.putIfAbsent("metastore.event.message.factory", format.hiveEncoder());
    own.putIfAbsent("metastore.event.db.listener.timetolive", log.retention().toSeconds() + "s");
    own.putIfAbsent(
        "metastore.event.db.listener.clean.interval", log.cleanInterval().toSeconds() + "s");
    own.putIfAbsent("metastore.warehouse.dir", settings.warehouse());
    own.putIfAbsent("metastore.catalog.default", Names.DEFAULT_CATALOG);
    // Iceberg's tables change their columns as they like; Hive's default would stop them.
    own.put("metastore.disallow.incompatible.col.type.changes", "false");
    own.putIfAbsent("metastore.txn.timeout", settings.lockTimeout().toSeconds() + "s");
    this.said = Map.copyOf(own);
  }

  /** By both names of a property: what was set, else Hive's own default, else the client's. */
  public String get_config_value(
      ClientSession client, @Nullable String name, @Nullable String defaultValue) {
    var orElse = defaultValue == null ? "" : defaultValue;
    if (name == null) {
      return orElse;
    }
    if (!READABLE.matcher(name).matches() || HiveProperties.isSecret(name)) {
      throw new CatalogException(
          Kind.FORBIDDEN,
          Entity.REQUEST,
          "For security reasons, the config key " + name + " cannot be accessed");
    }
    return value(client, HiveProperties.canonical(name)).orElse(orElse);
  }

  private Optional<String> value(ClientSession client, String key) {
    return client
        .override(key)
        .or(() -> Optional.ofNullable(said.get(key)))
        .or(
            () ->
                HiveProperties.find(key)
                    .map(HiveProperties.Property::initial)
                    .filter(initial -> !initial.isEmpty()));
  }

  public String getMetaConf(ClientSession client, @Nullable String key) {
    return value(client, changeable(key)).orElse("");
  }

  public void setMetaConf(ClientSession client, @Nullable String key, @Nullable String value) {
    var known = changeable(key);
    var text = value == null ? "" : value;
    if (!requireNonNull(CHANGEABLE.get(known)).matcher(text).matches()) {
      throw invalid(Entity.REQUEST, "Invalid configuration value " + value + " for key " + key);
    }
    client.override(known, text);
  }

  private static String changeable(@Nullable String key) {
    var known = key == null ? "" : HiveProperties.canonical(key);
    if (!CHANGEABLE.containsKey(known)) {
      throw invalid(Entity.REQUEST, "Invalid configuration key " + key);
    }
    return known;
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

  public String get_metastore_db_uuid(ClientSession client) {
    return door.catalog().id().toString();
  }

  /** Nothing to do: what is cached is never stale. */
  public void flushCache(ClientSession client) {
    // see the catalog's TableCache
  }
}
