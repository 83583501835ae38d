package io.propolis.catalog.model.workload;

import io.propolis.catalog.model.DatabaseName;
import org.jspecify.annotations.Nullable;

/** A package of Hive's HPL/SQL in a database. */
public record StoredPackage(
    DatabaseName database, String name, @Nullable String owner, String header, String body)
    implements StoredProgram {}
