/** Connections: what they have to say, how their secrets are kept, and whether they connect. */
@NullMarked
package io.propolis.glue.connections;

import org.jspecify.annotations.NullMarked;
