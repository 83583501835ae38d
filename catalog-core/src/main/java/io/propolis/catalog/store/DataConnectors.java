package io.propolis.catalog.store;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.connectors.DataConnector;
import java.util.List;
import java.util.Optional;

/** Data connectors, which belong to no catalog. */
public interface DataConnectors {
  /** Sorted. */
  List<String> names();

  Optional<DataConnector> find(String name);

  /** As {@link #find}, and nobody else changes or drops it before this transaction ends. */
  Optional<DataConnector> lock(String name);

  /** Databases of all catalogs that are reached through it, sorted. */
  List<DatabaseName> databases(String name);

  /** Throws ALREADY_EXISTS. */
  void insert(DataConnector connector);

  /** Replaces the connector of that name, which stays. Throws NOT_FOUND. */
  void update(DataConnector changed);

  /** Throws NOT_FOUND. Databases keep the name of their connector. */
  void delete(String name);
}
