/**
 * The one predicate tree into which every door's filter grammar parses, and its evaluation on
 * partition values.
 */
package io.propolis.catalog.filter;
