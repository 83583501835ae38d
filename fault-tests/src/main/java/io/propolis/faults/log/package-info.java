/** The notification log: that it has no gap, tells what happened, and leads to what stands. */
@NullMarked
package io.propolis.faults.log;

import org.jspecify.annotations.NullMarked;
