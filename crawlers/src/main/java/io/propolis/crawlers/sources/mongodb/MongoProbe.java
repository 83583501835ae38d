package io.propolis.crawlers.sources.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Connects to servers of MongoDB: finds one, authenticates, and asks for the collections of the
 * database that the URL names.
 */
public final class MongoProbe implements DatabaseProbe {
  /** Of MongoDB: not allowed to, or not without having said who one is. */
  private static final Set<Integer> FORBIDDEN = Set.of(13, 18);

  /** They are on every server, whether anything is in them or not. */
  private static final Set<String> ALWAYS_THERE = Set.of("admin", "config", "local");

  /** {@inheritDoc} A server that is of no use is asked again until {@code patience} ends. */
  @Override
  public void connect(DatabaseAccess access, Duration patience) {
    var url = MongoServers.url(access);
    var watch = new Watch();
    try (var client = MongoClients.create(settings(access, url, patience, watch))) {
      ask(client, url);
    } catch (MongoTimeoutException e) {
      var why = watch.failure.get();
      throw failure(Kind.UNAVAILABLE, url, why == null ? e : why);
    } catch (MongoSecurityException e) {
      throw failure(Kind.FORBIDDEN, url, e);
    } catch (MongoCommandException e) {
      throw failure(
          FORBIDDEN.contains(e.getErrorCode()) ? Kind.FORBIDDEN : Kind.UNAVAILABLE, url, e);
    } catch (MongoException e) {
      throw failure(Kind.UNAVAILABLE, url, e);
    } catch (IllegalArgumentException e) {
      // Settings that do not go together.
      throw failure(Kind.INVALID, url, e);
    }
  }

  private static MongoClientSettings settings(
      DatabaseAccess access, ConnectionString url, Duration patience, Watch watch) {
    // A server that says nothing is given up before the search for one ends, which tells no reason.
    int step = (int) patience.toMillis() * 3 / 5;
    return MongoServers.settings(access, url, patience)
        .applyToClusterSettings(cluster -> cluster.addClusterListener(watch))
        .applyToSocketSettings(
            socket ->
                socket
                    .connectTimeout(step, TimeUnit.MILLISECONDS)
                    .readTimeout(step, TimeUnit.MILLISECONDS))
        .build();
  }

  private static void ask(MongoClient client, ConnectionString url) {
    var database = url.getDatabase();
    if (database == null || ALWAYS_THERE.contains(database)) {
      client.listDatabaseNames().first();
      return;
    }
    // MongoDB makes a database of any name when something is written to it.
    var names = client.listDatabaseNames().into(new ArrayList<>());
    if (!names.contains(database)) {
      throw CatalogException.invalid(
          Entity.REQUEST,
          "Cannot connect to %s: it has no database %s".formatted(hosts(url), database));
    }
    client.getDatabase(database).listCollectionNames().first();
  }

  /** Without user and password. */
  private static String hosts(ConnectionString url) {
    return "mongodb://" + String.join(",", url.getHosts());
  }

  private static CatalogException failure(Kind kind, ConnectionString url, Throwable why) {
    return new CatalogException(
        kind, Entity.REQUEST, "Cannot connect to %s: %s".formatted(hosts(url), reason(why)), why);
  }

  /** What the driver says, and what was under it. */
  private static String reason(Throwable failure) {
    var cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + cause.getMessage();
  }

  /** Why servers could not be spoken to: the driver itself tells no more than that time is over. */
  private static final class Watch implements ClusterListener {
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
      event.getNewDescription().getServerDescriptions().stream()
          .map(server -> server.getException())
          .filter(exception -> exception != null)
          .findFirst()
          .ifPresent(failure::set);
    }
  }
}
