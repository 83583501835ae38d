/** Checks histories of concurrent calls for linearizability. */
@NullMarked
package io.propolis.faults.linear;

import org.jspecify.annotations.NullMarked;
