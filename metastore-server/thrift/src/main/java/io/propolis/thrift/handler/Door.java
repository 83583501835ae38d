package io.propolis.thrift.handler;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.Session;
import io.propolis.thrift.wire.ClientSession;

/** What handlers share: the catalog, entered in the name of a client. */
record Door(Catalog catalog) {
  private static final String NAME = "thrift";

  Session as(ClientSession client) {
    return catalog.as(new Caller(client.user(), NAME));
  }
}
