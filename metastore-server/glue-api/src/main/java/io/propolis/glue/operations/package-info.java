/** What the operations do, one class for each noun of the API. */
@NullMarked
package io.propolis.glue.operations;

import org.jspecify.annotations.NullMarked;
