/** Iceberg tables, read from their metadata files. */
@NullMarked
package io.propolis.crawlers.sources.iceberg;

import org.jspecify.annotations.NullMarked;
