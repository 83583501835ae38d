/** What clients called, from when to when, and what they were answered. */
@NullMarked
package io.propolis.faults.history;

import org.jspecify.annotations.NullMarked;
