/** Hudi tables, read from their timelines. */
@NullMarked
package io.propolis.crawlers.sources.hudi;

import org.jspecify.annotations.NullMarked;
