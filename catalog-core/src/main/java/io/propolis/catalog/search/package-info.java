/** Finding tables by what is said about them: words, fields, times. */
@NullMarked
package io.propolis.catalog.search;

import org.jspecify.annotations.NullMarked;
