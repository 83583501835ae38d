/**
 * Reads expressions that Hive serialises with Kryo, byte by byte: names of classes in them are
 * compared with a list and never loaded, so that nothing but records of this package comes of them.
 */
@NullMarked
package io.propolis.thrift.expression;

import org.jspecify.annotations.NullMarked;
