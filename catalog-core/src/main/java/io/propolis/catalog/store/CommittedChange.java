package io.propolis.catalog.store;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.Table;
import org.jspecify.annotations.Nullable;

/**
 * A change of the log and what it left.
 *
 * @param table the table as it stands after the change, where that is at hand; null says nothing
 */
public record CommittedChange(Change change, @Nullable Table table) {}
