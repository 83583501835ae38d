package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database's schema to the newest version. Nodes that start at once wait for each other.
 */
final class Migrations {
  private Migrations() {}

  static void run(Dialect dialect, StoreSettings settings) {
    var source = dialect.migrationSource();
    try (var connection = source.getConnection()) {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/migration/" + dialect.migrations())
          .failOnMissingLocations(true)
          .javaMigrations(new StatisticsMove(dialect))
          .placeholders(dialect.placeholders(connection))
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (SQLException e) {
      throw new StatementFailure(dialect.classify(e), e).translated(settings.shownUrl());
    } catch (FlywayException e) {
      throw new CatalogException(
          Kind.UNAVAILABLE,
          Entity.REQUEST,
          "The schema of %s cannot be brought up to date: %s"
              .formatted(settings.shownUrl(), because(e)),
          e);
    }
  }

  /** The database of a Hive Metastore is the likeliest to be given by mistake. */
  private static @Nullable String because(FlywayException e) {
    return e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
        ? "it holds tables of others and none of Propolis; give it an empty database of its own"
        : e.getMessage();
  }
}
