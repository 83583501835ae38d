package io.propolis.server.hive;

import io.propolis.files.Lakes;
import io.propolis.server.hive.Reading.Ignored;
import io.propolis.server.hive.Reading.Reader;
import io.propolis.server.hive.Reading.Refused;
import io.propolis.server.hive.Reading.Taken;
import io.propolis.thrift.notification.MessageFormat;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the values of Hive's properties become those of settings. */
final class Readers {
  static final String MODE = "metastore.server.thrift.transport.mode";
  static final String PORT = "metastore.thrift.port";
  static final String BIND_HOST = "metastore.thrift.bind.host";
  static final String SSL = "metastore.use.SSL";
  static final String SASL = "metastore.sasl.enabled";
  static final String AUTHENTICATION = "metastore.authentication";
  static final String DEFAULT_FS = "fs.defaultFS";

  private static final String FOR_EVER = "36500d";
  private static final String HIVE_PORT = "9083";
  private static final String ALL_ADDRESSES = "0.0.0.0";
  private static final Pattern JDBC = Pattern.compile("jdbc:([a-zA-Z0-9]+):.*", Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");

  private Readers() {}

  static Reading same(String value, HiveNames site) {
    return new Taken(value);
  }

  static Reader duration(TimeUnit own) {
    return (value, site) -> new Taken(HiveValues.duration(value, own));
  }

  /** On one line, as it is logged. */
  static Reading oneLine(String value, HiveNames site) {
    return new Taken(value.replaceAll("\\s+", " "));
  }

  /** A negative age keeps things for ever. */
  static Reader age(TimeUnit own) {
    return (value, site) ->
        new Taken(value.startsWith("-") ? FOR_EVER : HiveValues.duration(value, own));
  }

  /** Some distributions of Hive allow 100,000 threads: more than there is use for. */
  static Reader atMost(int most) {
    return (value, site) ->
        new Taken(
            value.matches("\\d{1,18}")
                ? Long.toString(Math.min(most, Long.parseLong(value)))
                : value);
  }

  /** A negative count is none. */
  static Reading countOrNone(String value, HiveNames site) {
    return new Taken(value.startsWith("-") ? "0" : value);
  }

  /** A negative count is no limit. */
  static Reading countOrAny(String value, HiveNames site) {
    return new Taken(value.startsWith("-") ? "-1" : value);
  }

  /** Hadoop counts parts of minutes, too; none or less is never. */
  static Reading minutes(String value, HiveNames site) {
    return new Taken(HiveValues.minutes(value));
  }

  /** By Hive's class of encoders; Hive 3 knows its factory by another name. */
  static Reading messageFormat(String value, HiveNames site) {
    for (var format : MessageFormat.values()) {
      if (value.equals(format.hiveEncoder())) {
        return new Taken(format.name().toLowerCase(Locale.ROOT));
      }
    }
    return value.endsWith(".JSONMessageFactory")
        ? new Taken("json")
        : new Ignored("classes of Hive's are not loaded; notifications.format says the format");
  }

  static Reading messageSize(String value, HiveNames site) {
    return new Taken(HiveValues.size(value, Integer.MAX_VALUE));
  }

  /** Absent from the site, Hive listens on all addresses. */
  static Reading hostOfUris(String value, HiveNames site) {
    if (site.find(BIND_HOST).isPresent()) {
      return new Ignored("metastore.thrift.bind.host says where to listen");
    }
    var host = first(value).getHost();
    return isLoopback(host) ? new Ignored("it names this machine only") : new Taken(ALL_ADDRESSES);
  }

  static Reading portOfUris(String value, HiveNames site) {
    if (site.find(PORT).isPresent()) {
      return new Ignored("metastore.thrift.port says which");
    }
    int port = first(value).getPort();
    if (isHttp(site)) {
      return new Ignored("it is the HTTP port, by " + MODE);
    }
    return port < 0 ? new Taken(HIVE_PORT) : new Taken(Integer.toString(port));
  }

  private static URI first(String uris) {
    var uri = URI.create(uris.split(",")[0].strip());
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("it is no list of addresses, as thrift://host:9083");
    }
    return uri;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static Reading port(String value, HiveNames site) {
    return isHttp(site) ? new Ignored("it is the HTTP port, by " + MODE) : new Taken(value);
  }

  private static boolean isHttp(HiveNames site) {
    return site.find(MODE).map(mode -> mode.equalsIgnoreCase("http")).orElse(false);
  }

  /** In mode http, Hive answers HTTP where it answers Thrift otherwise. */
  static Reading httpPort(String mode, HiveNames site) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "http" -> new Taken(site.find(PORT).orElse(HIVE_PORT));
      case "binary" -> new Ignored("both are served: binary on the Thrift port, HTTP on its own");
      default -> throw new IllegalArgumentException("it is neither binary nor http");
    };
  }

  static Reading thriftPortBesideHttp(String mode, HiveNames site) {
    return isHttp(site) ? new Taken("0") : new Ignored("binary is what the Thrift port speaks");
  }

  static Reading httpHost(String value, HiveNames site) {
    return isHttp(site) ? new Taken(value) : new Ignored("HTTP is a port of its own here");
  }

  static Reading httpPath(String value, HiveNames site) {
    return new Taken(value.startsWith("/") ? value : "/" + value);
  }

  /** A path without a scheme lies in the default file system. */
  static Reading location(String value, HiveNames site) {
    var root = site.find(DEFAULT_FS).orElse("file:");
    var whole =
        SCHEME.matcher(value).matches()
            ? value
            : root.startsWith("file:") ? "file:" + value : root.replaceAll("/+$", "") + value;
    return Lakes.serves(whole)
        ? new Taken(whole)
        : new Refused(
            whole,
            "no storage serves %s. Name another with --warehouse: a folder or s3://bucket/prefix"
                .formatted(whole));
  }

  static Reading externalLocation(String value, HiveNames site) {
    return location(value, site) instanceof Refused refused
        ? new Refused(
            refused.text(),
            "no storage serves %s. Name another with --external-warehouse, or the same as --warehouse"
                .formatted(refused.text()))
        : location(value, site);
  }

  static Reading defaultFileSystem(String value, HiveNames site) {
    return site.find("metastore.warehouse.dir").isPresent()
        ? new Ignored("it completes metastore.warehouse.dir only")
        : new Ignored("locations without a scheme are local files");
  }

  static Reading database(String value, HiveNames site) {
    var form = JDBC.matcher(value);
    if (!form.matches()) {
      throw new IllegalArgumentException("it is no JDBC URL");
    }
    return switch (form.group(1).toLowerCase(Locale.ROOT)) {
      case "mysql", "postgresql", "sqlite" -> new Taken(value);
      case "mariadb" -> new Taken("jdbc:mysql:" + value.substring("jdbc:mariadb:".length()));
      case "derby" ->
          new Refused(
              value,
              "Derby is not served. Leave the property out for the embedded database of the data"
                  + " folder, or name a MySQL, MariaDB or PostgreSQL");
      default ->
          new Refused(value, form.group(1) + " is not served. Name a MySQL, MariaDB or PostgreSQL");
    };
  }

  static Reader whenTls(String what) {
    return (value, site) ->
        site.isTrue(SSL)
            ? new Taken(value)
            : new Ignored("metastore.use.SSL is not true, so there is no " + what);
  }

  static Reading tls(String value, HiveNames site) {
    if (!value.equalsIgnoreCase("true")) {
      return new Ignored("there is no TLS without a keystore");
    }
    return site.find("metastore.keystore.path").isPresent()
        ? new Taken("true")
        : new Refused(value, "metastore.keystore.path is missing: TLS needs a key");
  }

  static Reading sasl(String value, HiveNames site) {
    return value.equalsIgnoreCase("true")
        ? new Taken("kerberos")
        : new Ignored("metastore.authentication says how");
  }

  static Reading authentication(String value, HiveNames site) {
    if (site.isTrue(SASL)) {
      return new Ignored("metastore.sasl.enabled asks for Kerberos");
    }
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "NONE", "NOSASL" -> new Taken("none");
      case "KERBEROS" -> new Taken("kerberos");
      case "JWT" -> new Taken("jwt");
      default ->
          new Refused(
              value,
              "%s is not taken from Hive's properties. Set thrift.authentication, for passwords"
                      .formatted(value)
                  + " with thrift.users-file");
    };
  }

  static Reader whenKerberos(String what) {
    return (value, site) ->
        site.isTrue(SASL)
                || site.find(AUTHENTICATION).map("KERBEROS"::equalsIgnoreCase).orElse(false)
            ? new Taken(value.replaceAll("\\s+", " "))
            : new Ignored("metastore.sasl.enabled is not true, so there is no " + what);
  }

  /** All of them make one setting; each says it again. */
  static Reading proxyUsers(String value, HiveNames site) {
    var prefix = "hadoop.proxyuser.";
    return new Taken(
        site.site().all().stream()
            .filter(each -> each.name().startsWith(prefix) && !each.value().isEmpty())
            .map(each -> each.name().substring(prefix.length()) + "=" + each.value())
            .collect(Collectors.joining("; ")));
  }
}
