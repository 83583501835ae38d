/** Hive's filter texts, parsed into the catalog's predicates. */
@NullMarked
package io.propolis.thrift.filter;

import org.jspecify.annotations.NullMarked;
