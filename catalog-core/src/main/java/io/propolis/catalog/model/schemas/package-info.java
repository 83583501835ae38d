/** Schemas that Hive's registry keeps apart from tables, the SerDes they name, and named types. */
@NullMarked
package io.propolis.catalog.model.schemas;

import org.jspecify.annotations.NullMarked;
