package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseProbe;
import java.time.Duration;

/** Connects to MySQL, MariaDB and PostgreSQL. */
public final class JdbcDatabaseProbe implements DatabaseProbe {
  @Override
  public void connect(DatabaseAccess access, Duration patience) {
    var database = ForeignDatabase.of(access, null, patience);
    boolean answers =
        database.with(connection -> connection.isValid((int) Math.max(1, patience.toSeconds())));
    if (!answers) {
      throw new CatalogException(
          Kind.UNAVAILABLE, Entity.REQUEST, database + " does not answer within " + patience);
    }
  }
}
