/** Reads the configuration of a Hive Metastore, so that this server can take its place. */
@org.jspecify.annotations.NullMarked
package io.propolis.server.hive;
