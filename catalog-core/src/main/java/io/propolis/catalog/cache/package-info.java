/**
 * The catalog in memory, never stale: what was read is kept until the change log says that it is
 * another. docs/adr/0001 and 0015 say why nothing here can be older than an acknowledged write.
 */
@NullMarked
package io.propolis.catalog.cache;

import org.jspecify.annotations.NullMarked;
