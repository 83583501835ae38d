/** Between JSON and the classes of AWS's SDK for Java, by what those say about their fields. */
@NullMarked
package io.propolis.glue.codec;

import org.jspecify.annotations.NullMarked;
