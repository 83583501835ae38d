/** Tables of relational databases. */
@NullMarked
package io.propolis.crawlers.sources.jdbc;

import org.jspecify.annotations.NullMarked;
