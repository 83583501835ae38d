/** Tables whose truth lies in Iceberg metadata files, and the port to those who write these. */
@NullMarked
package io.propolis.catalog.iceberg;

import org.jspecify.annotations.NullMarked;
