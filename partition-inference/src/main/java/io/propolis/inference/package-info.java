/**
 * Partition layouts and column types inferred from paths and textual samples; no input or output.
 */
@NullMarked
package io.propolis.inference;

import org.jspecify.annotations.NullMarked;
