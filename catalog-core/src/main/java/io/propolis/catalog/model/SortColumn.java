package io.propolis.catalog.model;

/**
 * A column rows are sorted by within a bucket.
 *
 * @param order 1 ascending, 0 descending (Hive's {@code Order.order})
 */
public record SortColumn(String column, int order) {}
