/** Secrets at rest. */
@NullMarked
package io.propolis.glue.secrets;

import org.jspecify.annotations.NullMarked;
