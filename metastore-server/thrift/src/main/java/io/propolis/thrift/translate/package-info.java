/** Between the API's beans and the catalog's records, total in both directions. */
@NullMarked
package io.propolis.thrift.translate;

import org.jspecify.annotations.NullMarked;
