/** Who calls: AWS's Signature Version 4. */
@NullMarked
package io.propolis.glue.auth;

import org.jspecify.annotations.NullMarked;
