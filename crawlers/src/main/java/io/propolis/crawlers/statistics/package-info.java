/** Column statistics of tables, computed by reading the columns of their files. */
@NullMarked
package io.propolis.crawlers.statistics;

import org.jspecify.annotations.NullMarked;
