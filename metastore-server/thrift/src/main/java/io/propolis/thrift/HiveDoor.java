package io.propolis.thrift;

import io.propolis.catalog.Catalog;
import io.propolis.thrift.handler.Handlers;
import io.propolis.thrift.wire.MethodTable;

/** The Hive Metastore protocol over a catalog. */
public final class HiveDoor {
  private HiveDoor() {}

  /** A server for the catalog, not yet started. */
  public static ThriftServer open(Catalog catalog, ThriftSettings settings) {
    return new ThriftServer(settings, methods(catalog));
  }

  /** The methods that are answered. */
  public static MethodTable methods(Catalog catalog) {
    return MethodTable.of(Handlers.of(catalog));
  }
}
