/** Runs concurrent clients against servers with faults, and judges what they saw. */
@NullMarked
package io.propolis.faults;

import org.jspecify.annotations.NullMarked;
