/** Servers and databases that are killed, paused and cut off. */
@NullMarked
package io.propolis.faults.cluster;

import org.jspecify.annotations.NullMarked;
