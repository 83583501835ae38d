/** What the change log keeps of the objects that a change was about. */
@NullMarked
package io.propolis.catalog.model.change;

import org.jspecify.annotations.NullMarked;
