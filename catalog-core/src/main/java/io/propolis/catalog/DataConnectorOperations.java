package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.access.Resource;
import io.propolis.catalog.model.connectors.DataConnector;
import io.propolis.catalog.rules.NameRules;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data connectors. */
public final class DataConnectorOperations {
  /** Key of a change's details. */
  private static final String CONNECTOR = "connector";

  /** Whether databases that use a connector keep it from being dropped. */
  public enum References {
    CHECK,
    IGNORE
  }

  private final Context context;

  DataConnectorOperations(Context context) {
    this.context = context;
  }

  /** Sorted. */
  public List<String> names() {
    return context.store().read(tx -> tx.connectors().names());
  }

  public Optional<DataConnector> find(String name) {
    return context.store().read(tx -> tx.connectors().find(Names.fold(name)));
  }

  /** Throws NOT_FOUND. */
  public DataConnector require(String name) {
    return find(name).orElseThrow(() -> notFound(Entity.CONNECTOR, name));
  }

  /** Keeps the connector; time and owner are filled. Throws ALREADY_EXISTS, INVALID. */
  public void create(DataConnector requested) {
    NameRules.checkDatabase(Entity.CONNECTOR, requested.name());
    var connector = requested.createdBy(context.caller().user(), context.clock().millis());
    context
        .store()
        .<Void>write(
            tx -> {
              if (tx.connectors().find(connector.name()).isPresent()) {
                throw alreadyExists(Entity.CONNECTOR, connector.name());
              }
              tx.connectors().insert(connector);
              log(tx, ChangeKind.CREATE_DATACONNECTOR, connector.name());
              return null;
            });
  }

  /** Changes all but name, type and time. Throws NOT_FOUND. */
  public void alter(String name, DataConnector requested) {
    context
        .store()
        .<Void>write(
            tx -> {
              var current =
                  tx.connectors()
                      .lock(Names.fold(name))
                      .orElseThrow(() -> notFound(Entity.CONNECTOR, name));
              tx.connectors().update(current.changedTo(requested));
              log(tx, ChangeKind.ALTER_DATACONNECTOR, current.name());
              return null;
            });
  }

  /** Throws NOT_FOUND; NOT_EMPTY when references are checked and a database uses it. */
  public void drop(String name, References references) {
    var folded = Names.fold(name);
    context
        .store()
        .<Void>write(
            tx -> {
              if (tx.connectors().lock(folded).isEmpty()) {
                throw notFound(Entity.CONNECTOR, folded);
              }
              var users =
                  references == References.CHECK ? tx.connectors().databases(folded) : List.of();
              if (!users.isEmpty()) {
                throw new CatalogException(
                    Kind.NOT_EMPTY,
                    Entity.CONNECTOR,
                    "Connector %s is used by databases %s".formatted(folded, users));
              }
              tx.connectors().delete(folded);
              tx.grants().deleteOn(new Resource.OfConnector(folded));
              log(tx, ChangeKind.DROP_DATACONNECTOR, folded);
              return null;
            });
  }

  private void log(Transaction tx, ChangeKind kind, String connector) {
    tx.changes()
        .append(context.catalogChange(kind, Names.DEFAULT_CATALOG, Map.of(CONNECTOR, connector)));
  }
}
