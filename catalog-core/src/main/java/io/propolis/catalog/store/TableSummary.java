package io.propolis.catalog.store;

import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a listing shows of a table, without its columns.
 *
 * @param lastAccessedAt epoch milliseconds; 0 when unknown
 */
public record TableSummary(
    TableName name,
    TableType type,
    @Nullable String owner,
    long lastAccessedAt,
    Map<String, String> parameters) {}
