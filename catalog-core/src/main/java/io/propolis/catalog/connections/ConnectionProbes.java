package io.propolis.catalog.connections;

/**
 * What finds out whether connections connect.
 *
 * @param databases by a JDBC URL
 * @param documents by a URL of MongoDB
 */
public record ConnectionProbes(DatabaseProbe databases, DatabaseProbe documents) {}
