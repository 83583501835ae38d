package io.propolis.crawlers.sources.mongodb;

import com.mongodb.AuthenticationMechanism;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.DatabaseAccess;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How servers of MongoDB are spoken to. */
final class MongoServers {
  /** Others would let whoever writes the URL have what this machine itself can prove. */
  private static final Set<AuthenticationMechanism> MECHANISMS =
      Set.of(
          AuthenticationMechanism.SCRAM_SHA_1,
          AuthenticationMechanism.SCRAM_SHA_256,
          AuthenticationMechanism.PLAIN);

  private MongoServers() {}

  /**
   * The URL, taken apart. That of a {@code mongodb+srv} host is looked up.
   *
   * @throws CatalogException INVALID when it is none, or authenticates by something other than a
   *     password
   */
  static ConnectionString url(DatabaseAccess access) {
    ConnectionString url;
    try {
      url = new ConnectionString(access.url());
    } catch (IllegalArgumentException | MongoException e) {
      throw new CatalogException(
          Kind.INVALID, Entity.REQUEST, "Not a URL of MongoDB: " + e.getMessage(), e);
    }
    var credential = url.getCredential();
    var mechanism = credential == null ? null : credential.getAuthenticationMechanism();
    if (mechanism != null && !MECHANISMS.contains(mechanism)) {
      throw CatalogException.invalid(
          Entity.REQUEST,
          "This server authenticates with a password, not by " + mechanism.getMechanismName());
    }
    return url;
  }

  /**
   * Settings of a client.
   *
   * @param patience how long a server is looked for, and how long a connection may take
   */
  static MongoClientSettings.Builder settings(
      DatabaseAccess access, ConnectionString url, Duration patience) {
    int millis = (int) patience.toMillis();
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(url)
            .applyToClusterSettings(c -> c.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
            .applyToSocketSettings(s -> s.connectTimeout(millis, TimeUnit.MILLISECONDS));
    if (access.transport() == DatabaseAccess.Transport.ENCRYPTED) {
      settings.applyToSslSettings(ssl -> ssl.enabled(true));
    }
    if (access.user() != null && access.password() != null && url.getCredential() == null) {
      settings.credential(
          MongoCredential.createCredential(
              access.user(), "admin", access.password().toCharArray()));
    }
    return settings;
  }
}
