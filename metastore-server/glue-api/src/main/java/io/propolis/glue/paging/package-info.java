/** Pages of long answers. */
@NullMarked
package io.propolis.glue.paging;

import org.jspecify.annotations.NullMarked;
