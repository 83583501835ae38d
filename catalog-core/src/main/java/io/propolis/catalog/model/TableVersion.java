package io.propolis.catalog.model;

/**
 * One state a table has been in. Every change keeps the state it made.
 *
 * @param table the table as it was after the change; {@code table.version()} is its number
 * @param changedBy user who made the change, "" when the door knows none
 * @param changedAt epoch milliseconds
 */
public record TableVersion(Table table, ChangeKind change, String changedBy, long changedAt) {}
