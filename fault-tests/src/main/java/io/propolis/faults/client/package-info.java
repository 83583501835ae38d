/** Clients that call nodes over Thrift and note what they were answered. */
@NullMarked
package io.propolis.faults.client;

import org.jspecify.annotations.NullMarked;
