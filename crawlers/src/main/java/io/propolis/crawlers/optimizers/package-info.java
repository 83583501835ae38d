/** Runs of the optimizers of Iceberg tables. */
@NullMarked
package io.propolis.crawlers.optimizers;

import org.jspecify.annotations.NullMarked;
