/** Delta tables, read from their logs. */
@NullMarked
package io.propolis.crawlers.sources.delta;

import org.jspecify.annotations.NullMarked;
