/** AWS's model of the API: what there is to ask, and what a request must be like. */
@NullMarked
package io.propolis.glue.model;

import org.jspecify.annotations.NullMarked;
