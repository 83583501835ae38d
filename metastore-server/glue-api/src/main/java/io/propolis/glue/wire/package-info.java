/** AWS JSON 1.1: targets, bodies, errors; and the few calls of AWS's query protocol. */
@NullMarked
package io.propolis.glue.wire;

import org.jspecify.annotations.NullMarked;
