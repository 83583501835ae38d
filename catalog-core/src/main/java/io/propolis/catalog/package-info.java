/**
 * The catalog: what every door shows and every rule that holds whichever door a request came
 * through.
 *
 * <p>{@link io.propolis.catalog.Catalog} is the entry; the records live in {@code model}, the port
 * to the database in {@code store}, the port to the lake's files in {@code files}.
 */
package io.propolis.catalog;
