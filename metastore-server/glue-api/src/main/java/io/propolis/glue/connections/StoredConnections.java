package io.propolis.glue.connections;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.connections.ConnectionVault;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.connections.ConnectionSecrets.Showing;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.secrets.SecretKeys;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.util.function.Function;

/** Connections of the Glue API, for crawls. */
public final class StoredConnections implements ConnectionVault {
  private final Catalog catalog;
  private final ConnectionSecrets secrets;

  public StoredConnections(Catalog catalog, SecretKeys keys) {
    this.catalog = catalog;
    this.secrets = new ConnectionSecrets(keys);
  }

  @Override
  public DatabaseAccess database(String name) {
    return opened(name, ConnectionAccess::database);
  }

  @Override
  public DatabaseAccess documents(String name) {
    return opened(name, ConnectionAccess::documents);
  }

  @Override
  public void require(String name) {
    catalog.as(Caller.SYSTEM).resources().require(ResourceKey.of(ResourceKind.CONNECTION, name));
  }

  private DatabaseAccess opened(String name, Function<ObjectNode, DatabaseAccess> access) {
    var stored =
        catalog
            .as(Caller.SYSTEM)
            .resources()
            .require(ResourceKey.of(ResourceKind.CONNECTION, name));
    try {
      return access.apply(secrets.shown(name, Documents.read(stored.document()), Showing.OPEN));
    } catch (GlueException e) {
      throw new CatalogException(
          e.error() == GlueError.ENCRYPTION ? Kind.FORBIDDEN : Kind.INVALID,
          Entity.REQUEST,
          "Connection %s: %s".formatted(name, e.getMessage()),
          e);
    }
  }
}
