package io.propolis.thrift;

import io.propolis.catalog.Catalog;
import io.propolis.thrift.handler.Handlers;
import io.propolis.thrift.security.DelegationTokens;
import io.propolis.thrift.security.TokenAuthentication;
import io.propolis.thrift.wire.MethodTable;
import java.util.Map;

/** The Hive Metastore protocol over a catalog. */
public final class HiveDoor {
  private HiveDoor() {}

  /** A server for the catalog, not yet started. */
  public static ThriftServer open(Catalog catalog, ThriftSettings settings) {
    return open(catalog, settings, Map.of());
  }

  /**
   * The same, which tells clients that ask for Hive's properties these values; by the names of
   * {@link HiveProperties}.
   */
  public static ThriftServer open(
      Catalog catalog, ThriftSettings settings, Map<String, String> hiveProperties) {
    var security = settings.security();
    var authentication = security.authentication();
    var tokens = new DelegationTokens(catalog, authentication, security.delegation());
    var methods =
        MethodTable.of(
            Handlers.of(catalog, hiveProperties, tokens, settings.messageFormat()),
            Handlers.hot(catalog));
    return authentication.asksForTickets()
        ? new ThriftServer(
            settings.withSecurity(
                security.withAuthentication(new TokenAuthentication(authentication, tokens))),
            methods)
        : new ThriftServer(settings, methods);
  }

  /** The methods that are answered. */
  public static MethodTable methods(Catalog catalog) {
    return MethodTable.of(Handlers.of(catalog), Handlers.hot(catalog));
  }
}
