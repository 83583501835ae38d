/**
 * The catalog's store on a relational database.
 *
 * <p>{@link io.propolis.catalog.jdbc.JdbcCatalogStore} is the entry. A {@code Dialect} per database
 * holds everything in which they differ; every statement goes through {@code Sql}, where it is
 * counted; repositories by noun hold the SQL.
 */
package io.propolis.catalog.jdbc;
