package io.propolis.catalog.model.workload;

import io.propolis.catalog.model.DatabaseName;
import org.jspecify.annotations.Nullable;

/** A procedure of Hive's HPL/SQL in a database. */
public record StoredProcedure(
    DatabaseName database, String name, @Nullable String owner, String source)
    implements StoredProgram {}
