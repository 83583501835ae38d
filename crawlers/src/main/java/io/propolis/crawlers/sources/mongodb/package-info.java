/** Collections of servers that speak MongoDB's protocol. */
@NullMarked
package io.propolis.crawlers.sources.mongodb;

import org.jspecify.annotations.NullMarked;
