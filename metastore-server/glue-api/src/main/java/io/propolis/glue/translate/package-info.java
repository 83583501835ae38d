/** Between the SDK's classes and the catalog's records, in both directions. */
@NullMarked
package io.propolis.glue.translate;

import org.jspecify.annotations.NullMarked;
