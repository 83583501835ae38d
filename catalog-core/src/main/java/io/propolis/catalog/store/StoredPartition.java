package io.propolis.catalog.store;

import io.propolis.catalog.model.Partition;

/**
 * A partition as it is stored.
 *
 * @param isBelowTable whether its location is kept relative to the table's folder and moves with it
 */
public record StoredPartition(Partition partition, boolean isBelowTable) {}
