/** Clients of the Glue API: what the commands ask of a server, and files in its terms. */
@NullMarked
package io.propolis.server.api;

import org.jspecify.annotations.NullMarked;
