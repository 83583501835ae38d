package io.propolis.server.process;

import io.propolis.catalog.Catalog;
import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.catalog.jdbc.JdbcDatabaseProbe;
import io.propolis.catalog.jdbc.JdbcSchemaReader;
import io.propolis.crawlers.definition.StoredCrawlers;
import io.propolis.crawlers.sources.SourceAccess;
import io.propolis.crawlers.sources.mongodb.MongoProbe;
import io.propolis.files.Lake;
import io.propolis.glue.GlueDoor;
import io.propolis.glue.GlueSettings;
import io.propolis.glue.auth.AccessKey;
import io.propolis.glue.auth.CredentialsFile;
import io.propolis.glue.connections.StoredConnections;
import io.propolis.glue.secrets.KeyFile;
import io.propolis.glue.secrets.SecretKeys;
import io.propolis.iceberg.LakeMetadata;
import io.propolis.server.CommandException;
import io.propolis.server.config.Settings;
import io.propolis.server.http.GlueOverHttp.Access;
import io.propolis.thrift.ThriftServer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens the AWS Glue door. */
public final class GlueDoors {
  private static final String KEY_FILE = "glue-encryption.key";

  private GlueDoors() {}

  /** Throws {@link CommandException} when the keys cannot be read. */
  static GlueDoor open(Catalog catalog, Lake lake, Settings all) {
    var settings = all.glue();
    return GlueDoor.open(
        catalog,
        new GlueSettings(
            settings.accountId(),
            settings.region(),
            keys(settings),
            kmsKeys(settings),
            secrets(all)),
        new ConnectionProbes(new JdbcDatabaseProbe(), new MongoProbe()),
        new StoredCrawlers(),
        new LakeMetadata(lake));
  }

  /**
   * What crawls reach beside the lake. Throws {@link CommandException} when the key of the
   * connections' secrets cannot be read.
   */
  public static SourceAccess sources(Catalog catalog, Settings all) {
    return new SourceAccess(new StoredConnections(catalog, secrets(all)), new JdbcSchemaReader());
  }

  private static Set<String> kmsKeys(Settings.Glue settings) {
    var ids = settings.kmsKeys();
    return ids == null
        ? Set.of()
        : Stream.of(ids.split(",", -1))
            .map(String::strip)
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
  }

  /** Of an embedded database there is one server, which can make a key of its own. */
  private static SecretKeys secrets(Settings all) {
    var key = all.glue().encryptionKey();
    if (key == null && !all.store().isEmbedded()) {
      return SecretKeys.NONE;
    }
    try {
      return key == null
          ? KeyFile.openOrCreate(all.data().resolve(KEY_FILE))
          : SecretKeys.parse(key);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw CommandException.because(
          "cannot read the key that secrets are encrypted with",
          String.valueOf(e.getMessage()),
          key == null ? "put the key back in " + KEY_FILE : "correct glue.encryption-key",
          e);
    }
  }

  private static List<AccessKey> keys(Settings.Glue settings) {
    var keys = new ArrayList<AccessKey>();
    if (settings.accessKey() != null && settings.secretKey() != null) {
      keys.add(new AccessKey(settings.accessKey(), settings.secretKey(), settings.accessKey()));
    }
    if (settings.credentialsFile() != null) {
      try {
        keys.addAll(CredentialsFile.read(settings.credentialsFile()));
      } catch (UncheckedIOException | IllegalArgumentException e) {
        throw CommandException.because(
            "cannot read the keys of the Glue API",
            String.valueOf(e.getMessage()),
            "correct glue.credentials-file",
            e);
      }
    }
    return keys;
  }

  /** The Glue API is no way around what the Thrift door asks of its clients. */
  static Access access(ThriftServer thrift, Settings settings) {
    boolean hasKeys =
        settings.glue().accessKey() != null || settings.glue().credentialsFile() != null;
    if (thrift.security().authentication().isRequired() && !hasKeys) {
      return Access.CLOSED;
    }
    var tls = thrift.security().tls();
    return tls != null && !tls.allowsPlaintext() ? Access.TLS_ONLY : Access.OPEN;
  }
}
