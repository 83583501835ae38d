package io.propolis.catalog.model.acid;

/** The number under which a transaction writes to one table; ascending per table. */
public record WriteId(long txn, long id) {}
