/** Storage for crawls, which takes its time. */
@NullMarked
package io.propolis.faults.lake;

import org.jspecify.annotations.NullMarked;
