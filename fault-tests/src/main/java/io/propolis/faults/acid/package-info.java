/** Locks, transactions and write ids under test. */
@NullMarked
package io.propolis.faults.acid;

import org.jspecify.annotations.NullMarked;
