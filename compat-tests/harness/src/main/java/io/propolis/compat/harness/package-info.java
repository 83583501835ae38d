/** Starts the packaged server and real foreign clients of it, each in a process of its own. */
@NullMarked
package io.propolis.compat.harness;

import org.jspecify.annotations.NullMarked;
