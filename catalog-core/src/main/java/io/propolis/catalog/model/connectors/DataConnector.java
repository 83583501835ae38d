package io.propolis.catalog.model.connectors;

import io.propolis.catalog.model.Maps;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.OwnerType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How engines reach another system's databases. The catalog keeps it and connects to nothing.
 *
 * @param name folded
 * @param type what the engine calls that system ({@code mysql}, {@code postgres}, {@code derby} …)
 * @param parameters may hold credentials
 * @param createdAt epoch milliseconds
 */
public record DataConnector(
    String name,
    @Nullable String type,
    @Nullable String url,
    @Nullable String description,
    Map<String, String> parameters,
    @Nullable String owner,
    OwnerType ownerType,
    long createdAt) {
  public DataConnector {
    name = Names.fold(name);
    parameters = Maps.copy(parameters);
  }

  /** A new connector of this time and, unless it names its owner, this user. */
  public DataConnector createdBy(String user, long at) {
    return new DataConnector(
        name, type, url, description, parameters, owner == null ? user : owner, ownerType, at);
  }

  /** This connector as {@code requested}, which cannot change its name and its type. */
  public DataConnector changedTo(DataConnector requested) {
    boolean described = requested.description != null && !requested.description.isBlank();
    return new DataConnector(
        name,
        type,
        requested.url,
        described ? requested.description : description,
        requested.parameters,
        requested.owner,
        requested.ownerType,
        createdAt);
  }
}
