package io.propolis.glue.operations;

import io.propolis.catalog.CrawlerRules;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.TableName;
import io.propolis.glue.GlueSettings;
import io.propolis.glue.codec.Unknown;
import io.propolis.glue.paging.PageTokens;
import io.propolis.glue.wire.GlueException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation: who calls, and what it is answered with.
 *
 * @param session the catalog, in the name of who calls
 * @param user "" when nobody is known
 * @param crawlerRules what makes crawlers and classifiers valid
 * @param unknown members of the request, and of the reply, that the SDK's classes do not know
 */
public record Call(
    Session session,
    String user,
    GlueSettings settings,
    PageTokens tokens,
    Unknown unknown,
    CrawlerRules crawlerRules,
    Clock clock) {

  /** The same, with members of its own that the SDK's classes do not know. */
  public Call with(Unknown otherUnknown) {
    return new Call(session, user, settings, tokens, otherUnknown, crawlerRules, clock);
  }

  /** The catalog that an id means. EntityNotFoundException when there is none. */
  public String catalog(@Nullable String id) {
    if (id == null || id.equals(settings.accountId())) {
      return Names.DEFAULT_CATALOG;
    }
    var prefix = settings.accountId() + ":";
    var name = id.startsWith(prefix) ? id.substring(prefix.length()) : id;
    if (session.catalogs().find(name).isEmpty()) {
      throw GlueException.notFound("Catalog not found: " + id);
    }
    return Names.fold(name);
  }

  /** The id of a catalog of ours. */
  public String catalogId(String catalog) {
    return catalog.equals(Names.DEFAULT_CATALOG)
        ? settings.accountId()
        : settings.accountId() + ":" + catalog;
  }

  public DatabaseName database(@Nullable String catalogId, String database) {
    return new DatabaseName(catalog(catalogId), database);
  }

  public TableName table(@Nullable String catalogId, String database, String table) {
    return database(catalogId, database).table(table);
  }

  /** Who calls, as the API shows it. */
  public String userArn() {
    return userArn(user);
  }

  /** A user, "" when nobody was known, as the API shows it. */
  public String userArn(String name) {
    return "arn:aws:iam::%s:user/%s"
        .formatted(settings.accountId(), name.isEmpty() ? "anonymous" : name);
  }
}
