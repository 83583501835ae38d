/** Connections, protocols and the dispatch of calls. Knows nothing of tables. */
@NullMarked
package io.propolis.thrift.wire;

import org.jspecify.annotations.NullMarked;
