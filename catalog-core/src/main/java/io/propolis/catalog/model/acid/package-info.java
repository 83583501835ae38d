/** Transactions, write ids and compactions of transactional tables. */
package io.propolis.catalog.model.acid;
