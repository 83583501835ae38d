/** The methods of the API, one class per noun, named as in the IDL so that a search finds them. */
@NullMarked
package io.propolis.thrift.handler;

import org.jspecify.annotations.NullMarked;
