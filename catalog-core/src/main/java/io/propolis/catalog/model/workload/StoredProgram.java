package io.propolis.catalog.model.workload;

import io.propolis.catalog.model.DatabaseName;
import org.jspecify.annotations.Nullable;

/** Source text of Hive's HPL/SQL that is kept in a database. */
public sealed interface StoredProgram permits StoredProcedure, StoredPackage {
  DatabaseName database();

  /** As HPL/SQL gives it; its case matters. */
  String name();

  @Nullable String owner();
}
