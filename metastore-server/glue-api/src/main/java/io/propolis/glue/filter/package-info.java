/** Expressions of GetPartitions, to the catalog's one predicate tree. */
@NullMarked
package io.propolis.glue.filter;

import org.jspecify.annotations.NullMarked;
