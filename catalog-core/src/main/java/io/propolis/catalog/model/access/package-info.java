/** Who may do what: principals, roles, grants and tokens. */
@NullMarked
package io.propolis.catalog.model.access;

import org.jspecify.annotations.NullMarked;
