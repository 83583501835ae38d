/** Metadata files of Iceberg tables. */
@NullMarked
package io.propolis.iceberg;

import org.jspecify.annotations.NullMarked;
