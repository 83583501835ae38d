/** Objects of the control plane: crawlers, connections, policies and all else but the catalog's. */
@NullMarked
package io.propolis.catalog.model.resource;

import org.jspecify.annotations.NullMarked;
