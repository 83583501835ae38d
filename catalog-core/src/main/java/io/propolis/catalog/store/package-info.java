/**
 * The port to the database. A transaction is a value handed to the work; repositories by noun hang
 * off it. Implementations pass the contract suite {@code CatalogStoreContract}.
 */
package io.propolis.catalog.store;
