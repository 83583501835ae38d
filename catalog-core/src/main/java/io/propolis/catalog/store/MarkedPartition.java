package io.propolis.catalog.store;

import java.util.List;
import java.util.Map;

/**
 * What a partition says of its statistics.
 *
 * @param parameters with the marks of those that are right
 * @param extras with who wrote it last
 */
public record MarkedPartition(
    List<String> values, Map<String, String> parameters, Map<String, String> extras) {}
