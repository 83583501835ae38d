/**
 * The Hive Metastore door: the catalog as every Hive client generation sees it. Translates, encodes
 * and maps errors; rules live in the catalog.
 */
@NullMarked
package io.propolis.thrift;

import org.jspecify.annotations.NullMarked;
