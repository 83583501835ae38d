/** Hot replies: the catalog's records straight to bytes, spliced of what was encoded once. */
@NullMarked
package io.propolis.thrift.encode;

import org.jspecify.annotations.NullMarked;
