/** The catalog's objects under test: how they are called, and what they may answer. */
@NullMarked
package io.propolis.faults.catalog;

import org.jspecify.annotations.NullMarked;
