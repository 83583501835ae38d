/** Indexes of tables, as Hive had them up to 2.3. */
@NullMarked
package io.propolis.catalog.model.indexes;

import org.jspecify.annotations.NullMarked;
