/** Connections to databases other than the catalog's own. */
@NullMarked
package io.propolis.catalog.connections;

import org.jspecify.annotations.NullMarked;
