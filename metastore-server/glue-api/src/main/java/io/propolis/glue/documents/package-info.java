/** JSON documents of objects that the catalog keeps as they were described. */
@NullMarked
package io.propolis.glue.documents;

import org.jspecify.annotations.NullMarked;
