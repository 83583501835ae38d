/** Ways to databases of other systems. */
@NullMarked
package io.propolis.catalog.model.connectors;

import org.jspecify.annotations.NullMarked;
