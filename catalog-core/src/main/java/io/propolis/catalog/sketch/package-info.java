/**
 * Sketches of distinct values in the bytes in which Hive keeps them with its column statistics,
 * read, merged and counted.
 */
@org.jspecify.annotations.NullMarked
package io.propolis.catalog.sketch;
