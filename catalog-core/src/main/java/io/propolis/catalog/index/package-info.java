/**
 * The partitions of one table in memory, compact and in the order of their names. Hot: written for
 * speed and few bytes; {@link io.propolis.catalog.filter.PartitionMatcher} and SQL are its plain
 * twins, and tests hold it to their answers.
 */
@NullMarked
package io.propolis.catalog.index;

import org.jspecify.annotations.NullMarked;
