package io.propolis.server.hive;

import io.propolis.thrift.HiveProperties;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;

/** The page {@code docs/hive-properties.md}, made from the mapping. */
final class HivePropertiesPage {
  private static final String HEAD =
      """
      # In the place of a Hive Metastore

      <!-- Made from io.propolis.server.hive.HiveMapping. Do not edit; make it anew with
           mvn -pl metastore-server/server test -Dtest=HiveConfTest -Dpropolis.regenerate=true -->

      `./propolis serve --hive-conf PATH` (or the variable `PROPOLIS_HIVE_CONF`) takes what the configuration of a Hive
      Metastore says. PATH is a file, as `metastore-site.xml` or `hive-site.xml`, or a folder; of a folder
      `core-site.xml`, `hdfs-site.xml`, `hive-site.xml`, `hivemetastore-site.xml` and `metastore-site.xml` are read in
      this order, later ones winning except over what is `final`. `${name}`, `${env.NAME}` with a default, Hive's
      `${system:name}` and `${env:NAME}`, and XInclude of files are understood; document types and entities are refused.

      When the server starts it logs every property with the setting that it becomes, or why it is ignored: as a
      warning where somebody may rely on it. The YAML
      file, the environment and the flags of [configuration.md](configuration.md) win over it.

      The catalog's tables are Propolis' own: give it an empty database, not that of the Hive Metastore.

      ## Taken

      | property | also | becomes |
      |---|---|---|
      """;

  private static final String MIDDLE =
      """

      TLS is taken when `metastore.use.SSL` is true, Kerberos when `metastore.sasl.enabled` is true or
      `metastore.authentication` is KERBEROS. `hadoop.proxyuser.NAME.hosts`, `.users` and `.groups` of all names become
      `thrift.tokens.proxy-users`. Passwords are not read from Hadoop's credential files.

      ## Asked by clients

      `get_config_value` answers by both names: what is in force, else what the site says, else Hive 4.1's default; for
      properties that begin with `hive`, `hdfs`, `mapred` or `metastore` and hold no secret. With `setMetaConf` a client
      changes for its own connection `metastore.try.direct.sql`, `metastore.try.direct.sql.ddl`,
      `metastore.client.socket.timeout`, `metastore.partition.name.whitelist.pattern`,
      `metastore.client.capability.check`, `metastore.disallow.incompatible.col.type.changes` and
      `metastore.expression.proxy`.

      ## Ignored

      Everything else, for one of these reasons:

      """;

  private HivePropertiesPage() {}

  static String render() {
    var page = new StringBuilder(HEAD);
    var settings = new LinkedHashMap<String, LinkedHashSet<String>>();
    for (var taking : HiveMapping.TAKEN) {
      settings
          .computeIfAbsent(taking.name(), name -> new LinkedHashSet<>())
          .add("`" + taking.setting() + "`");
    }
    settings.forEach((name, becomes) -> page.append(row(name, String.join(", ", becomes))));
    page.append(MIDDLE);
    HiveReasons.all().forEach(why -> page.append("- ").append(why).append('\n'));
    return page.toString();
  }

  private static String row(String name, String becomes) {
    var also =
        HiveProperties.find(name)
            .map(HiveProperties.Property::hiveName)
            .filter(other -> !other.equals(name))
            .map(other -> "`" + other + "`")
            .orElse("");
    return "| `%s` | %s | %s |\n".formatted(name, also, becomes);
  }
}
