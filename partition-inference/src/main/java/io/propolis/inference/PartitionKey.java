package io.propolis.inference;

/**
 * A partition key of a table.
 *
 * @param name lower-case, unique within the layout
 * @param type never {@code UNKNOWN}
 * @param source what kind of folders it was read from
 * @param reason why this type, in one line
 */
public record PartitionKey(String name, InferredType type, KeySource source, String reason) {}
